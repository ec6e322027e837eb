using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Results of scanners that connect to Services and see whether they ask for sign-on, from policy reports. Dropped when a report changes.</summary>
internal sealed class ServiceScans
{
    public static readonly IReadOnlyList<KindRef> Kinds =
        [new("wgpolicyk8s.io", "PolicyReport"), new("wgpolicyk8s.io", "ClusterPolicyReport"), new("openreports.io", "Report"), new("openreports.io", "ClusterReport")];

    private readonly Dictionary<(string Namespace, string Service), ServiceScan> _results = [];

    internal ServiceScans(ClusterInventory inventory)
    {
        foreach (var report in Kinds.SelectMany(inventory.All).OfType<PolicyReport>().OrderBy(report => report.Ref.ToString(), StringComparer.Ordinal))
            foreach (var scan in report.Results.ServiceScans)
                if ((scan.Name ?? (report.Scope is { Kind: "Service" } scope ? scope.Name : null)) is { } name
                    && (scan.Namespace ?? report.Scope?.Namespace ?? report.Namespace) is var ns && SpeaksOf(ns, report))
                    Add((ns, name), new(report, scan.Open, scan.Message ?? ""));
    }

    /// <summary>Whether nobody scanned anything.</summary>
    public bool IsEmpty => _results.Count == 0;

    /// <summary>What a scanner saw of a Service; null when it did not look.</summary>
    public ServiceScan? Of(Service service) => _results.GetValueOrDefault((service.Namespace, service.Name));

    /// <summary>Who may write reports of one namespace only says nothing of others by them.</summary>
    private static bool SpeaksOf(string ns, PolicyReport report) => report.Namespace.Length == 0 || report.Namespace == ns;

    /// <summary>One scan that got in counts, whatever the others say.</summary>
    private void Add((string Namespace, string Service) key, ServiceScan scan)
    {
        if (scan.IsOpen || !_results.ContainsKey(key))
            _results[key] = scan;
    }
}

/// <summary>What a scanner saw of one Service.</summary>
internal sealed record ServiceScan(PolicyReport Report, bool IsOpen, string Message);
