using Microsoft.Extensions.Logging;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;

namespace Posture.Collectors.Ingest;

/// <summary>
/// The policy that clusters are evaluated with: the file of the configuration, read again when its time or size changes. A file that can no longer be used is
/// logged once and leaves the former policy in force.
/// </summary>
internal sealed partial class PolicyInForce(ILogger<PolicyInForce> logger)
{
    private readonly Lock _lock = new();
    private PosturePolicy _policy = PosturePolicy.Default;
    private (string? Path, DateTime Written, long Length) _read;

    /// <summary>The policy; registries of the configuration hold where the file names none.</summary>
    public PosturePolicy Read(CollectorOptions options)
    {
        lock (_lock)
        {
            Refresh(options.Policy is { Length: > 0 } path ? path : null);
            return _policy.AllowedRegistries.Count == 0 ? _policy with { AllowedRegistries = options.AllowedRegistries } : _policy;
        }
    }

    private void Refresh(string? path)
    {
        var file = path is null ? null : new FileInfo(path);
        var seen = (path, file is { Exists: true } ? file.LastWriteTimeUtc : default, file is { Exists: true } ? file.Length : -1);
        if (seen == _read)
            return;
        _read = seen;
        var (policy, errors) = path is null ? (PosturePolicy.Default, []) : PolicyFile.Read(path);
        if (errors.Count == 0)
            _policy = policy;
        else
            LogUnusable(string.Join("; ", errors.Select(error => $"{error.Code}: {error.Place}: {error.Message}")));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the changed policy file is not used: {Problems}")]
    private partial void LogUnusable(string problems);
}
