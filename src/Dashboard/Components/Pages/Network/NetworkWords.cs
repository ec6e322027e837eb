using Microsoft.Extensions.Localization;
using Posture.Analysis.Network;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>Ends and verdicts in words.</summary>
internal static class NetworkWords
{
    public static string Name(this IStringLocalizer<NetworkText> texts, NetworkNode node) => node.Kind switch
    {
        NetworkNodeKind.External => texts[nameof(NetworkText.External)],
        NetworkNodeKind.Entry => texts[nameof(NetworkText.Entry)],
        NetworkNodeKind.Others => texts[nameof(NetworkText.Others)],
        NetworkNodeKind.Hidden => texts[nameof(NetworkText.Hidden)],
        NetworkNodeKind.Namespace => texts[nameof(NetworkText.AllOf), node.Namespace],
        _ when Workload(node) is (var name, { } kind) => $"{kind} {node.Namespace}/{name}",
        _ => $"{node.Namespace}/{node.Name}",
    };

    /// <summary>Name and kind of a workload, which its end holds as <c>name[Kind]</c>; no kind for any other end.</summary>
    public static (string Name, string? Kind) Workload(NetworkNode node) =>
        node.Kind == NetworkNodeKind.Workload && node.Name.EndsWith(']') && node.Name.LastIndexOf('[') is > 0 and var at
            ? (node.Name[..at], node.Name[(at + 1)..^1])
            : (node.Name, null);

    public static string Verdict(this IStringLocalizer<NetworkText> texts, NetworkEdge edge) => edge.Verdict switch
    {
        NetworkEdgeVerdict.Allowed => texts[nameof(NetworkText.VerdictAllowed)],
        NetworkEdgeVerdict.Partly => texts[nameof(NetworkText.VerdictPartly)],
        NetworkEdgeVerdict.Denied => texts[nameof(NetworkText.VerdictDenied)],
        _ => texts[nameof(NetworkText.VerdictNotAssessed)],
    };

    public static string Ports(this IStringLocalizer<NetworkText> texts, NetworkEdge edge) => edge.Verdict == NetworkEdgeVerdict.NotAssessed ? "—" : edge.Ports switch
    {
        "all" => texts[nameof(NetworkText.EveryPort)],
        "none" => "—",
        // "TCP 53 UDP 53": one protocol after the other.
        _ => edge.Ports.Replace(" UDP", ", UDP", StringComparison.Ordinal).Replace(" SCTP", ", SCTP", StringComparison.Ordinal),
    };
}
