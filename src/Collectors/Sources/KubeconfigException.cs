namespace Posture.Collectors.Sources;

/// <summary>A kubeconfig is refused. Says where and what to do, never what the file holds.</summary>
internal sealed class KubeconfigException(string code, string place, string message) : Exception(message)
{
    public SourceError Error { get; } = new(code, place, message);
}
