using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Results of scanners that connect to Services and see whether they ask for sign-on, from policy reports: Kubescape's control C-0274. Dropped when a report
/// changes.
/// </summary>
internal sealed class ServiceScans
{
    private const string Control = "C-0274";

    public static readonly IReadOnlyList<KindRef> Kinds = [new("wgpolicyk8s.io", "PolicyReport"), new("wgpolicyk8s.io", "ClusterPolicyReport")];

    private readonly Dictionary<(string Namespace, string Service), ServiceScan> _results = [];

    internal ServiceScans(ClusterInventory inventory)
    {
        foreach (var report in Kinds.SelectMany(inventory.All).OfType<GenericObject>().OrderBy(report => report.Ref.ToString(), StringComparer.Ordinal))
            foreach (var result in report.Results.Items())
                if (IsScan(result) && result.Text("result") is "pass" or "fail")
                    foreach (var resource in result.Field("resources").Items().DefaultIfEmpty(report.Scope))
                        if (resource.Text("kind") == "Service" && resource.Text("name") is { } name)
                            Add((resource.Text("namespace") ?? report.Namespace, name), new(report, result.Text("result") == "fail",
                                result.Text("message") ?? ""));
    }

    /// <summary>Whether nobody scanned anything.</summary>
    public bool IsEmpty => _results.Count == 0;

    /// <summary>What a scanner saw of a Service; null when it did not look.</summary>
    public ServiceScan? Of(Service service) => _results.GetValueOrDefault((service.Namespace, service.Name));

    private void Add((string Namespace, string Service) key, ServiceScan scan)
    {
        if (scan.IsOpen || !_results.ContainsKey(key))
            _results[key] = scan;
    }

    private static bool IsScan(JsonElement? result) => Names(result.Text("policy")) || Names(result.Text("rule"));

    /// <summary>The id alone, or in front of a title.</summary>
    private static bool Names(string? text) =>
        text is not null && text.StartsWith(Control, StringComparison.OrdinalIgnoreCase) && (text.Length == Control.Length
            || !char.IsAsciiDigit(text[Control.Length]));
}

/// <summary>What a scanner saw of one Service.</summary>
internal sealed record ServiceScan(GenericObject Report, bool IsOpen, string Message);
