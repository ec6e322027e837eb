using System.ComponentModel;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Posture.Collectors.Sources;

/// <summary>
/// A token from a credential plug-in of a local kubeconfig. Only ever made when the person at the command line allowed it; an uploaded kubeconfig never
/// gets here (B-01). Kept until it expires or the server rejects it.
/// </summary>
internal sealed class ExecCredential(ExternalExecution command, TimeProvider time) : ClusterCredential, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);
    private string? _token;
    private DateTimeOffset _expires;

    public override async ValueTask<string?> TokenAsync(bool reload, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!reload && _token is not null && time.GetUtcNow() < _expires)
                return _token;
            var answer = await Task.Run(() => KubernetesClientConfiguration.ExecuteExternalCommand(command), cancellationToken);
            _token = answer.Status.Token;
            _expires = answer.Status.ExpirationTimestamp is { } at ? new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero) - Margin : DateTimeOffset.MaxValue;
            return _token
                ?? throw new SourceException("credential.exec_no_token", "the plug-in gave no token; client certificates of plug-ins are not read");
        }
        catch (Exception failed) when (failed is KubeConfigException or Win32Exception or InvalidOperationException)
        {
            throw new SourceException("credential.exec_failed", "the credential plug-in could not be run or failed; run it by hand to see why");
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
