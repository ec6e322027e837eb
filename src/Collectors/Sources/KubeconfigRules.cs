using System.Net;
using Posture.Collectors.Outbound;

namespace Posture.Collectors.Sources;

/// <summary>
/// What a kubeconfig may do. One that somebody uploaded is data: nothing in it starts a program, opens a file or chooses a proxy (P-10), and every entry is
/// judged. A file of the person at the command line may name files, and run a plug-in when asked to; only the chosen context is judged.
/// </summary>
/// <param name="Uploaded">Whether the strict rules hold.</param>
/// <param name="Context">Context to use; null takes the current one.</param>
/// <param name="Folder">Folder that relative file names start from.</param>
/// <param name="AllowExec">Whether credential plug-ins may run. Means nothing for an upload.</param>
public sealed record KubeconfigRules(bool Uploaded, string? Context, string? Folder, bool AllowExec)
{
    /// <summary>Private networks that an upload may lead to; none unless an administrator named them.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For text from a browser or the API.</summary>
    public static KubeconfigRules ForUpload(string? context = null, IReadOnlyList<IPNetwork>? allowedNetworks = null) =>
        new(true, context, null, false) { AllowedNetworks = allowedNetworks ?? [] };

    /// <summary>For a file named on the command line.</summary>
    public static KubeconfigRules ForFile(string path, string? context = null, bool allowExec = false) =>
        new(false, context, Path.GetDirectoryName(Path.GetFullPath(path)), allowExec);

    internal OutboundGuard Outbound(Uri server) => new(Uploaded ? OutboundRules.Uploaded(AllowedNetworks) : OutboundRules.Configured(server));
}
