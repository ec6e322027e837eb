using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Counts results of a policy report and keeps the worst failures and errors. What Posture wrote itself is left out: it must not judge its own words.</summary>
internal sealed class PolicyResultListConverter : DigestConverter<PolicyResultList, PolicyResultEntry>
{
    private const string OwnSource = "posture";

    protected override JsonTypeInfo<PolicyResultList> Own => ModelJson.Default.PolicyResultList;

    protected override JsonTypeInfo<PolicyResultEntry> Item => ModelJson.Default.PolicyResultEntry;

    protected override PolicyResultList Reduce(IEnumerable<PolicyResultEntry> items)
    {
        var list = new PolicyResultList();
        var bad = new List<PolicyResultEntry>();
        var scans = new List<ServiceScanResult>();
        foreach (var item in items)
        {
            var counted = string.Equals(item.Source, OwnSource, StringComparison.OrdinalIgnoreCase) ? "own" : item.Result;
            list.Own += counted == "own" ? 1 : 0;
            list.Pass += counted == "pass" ? 1 : 0;
            list.Fail += counted == "fail" ? 1 : 0;
            list.Error += counted == "error" ? 1 : 0;
            if (counted is "fail" or "error")
                bad.Add(item);
            if (counted is "pass" or "fail" && scans.Count < ServiceScanResult.MaxKept && (IsServiceScan(item.Policy) || IsServiceScan(item.Rule)))
                scans.AddRange(ScansOf(item));
        }
        list.ServiceScans = scans;
        list.Worst =
        [
            .. bad.OrderByDescending(item => Rank(item.Severity)).ThenBy(item => item.Policy, StringComparer.Ordinal).ThenBy(item => item.Rule, StringComparer.Ordinal)
                .Take(PolicyResultList.MaxKept).Select(item => new PolicyResult
                {
                    Policy = Cut(item.Policy), Rule = Cut(item.Rule), Result = item.Result, Severity = Cut(item.Severity),
                    Object = item.Resources is [{ } first, ..] ? Cut($"{first.Kind}/{first.Name}") : null,
                }),
        ];
        return list;
    }

    private static bool IsServiceScan(string? text) => text is not null && text.StartsWith(ServiceScanResult.Control, StringComparison.OrdinalIgnoreCase)
        && (text.Length == ServiceScanResult.Control.Length || !char.IsAsciiDigit(text[ServiceScanResult.Control.Length]));

    private static IEnumerable<ServiceScanResult> ScansOf(PolicyResultEntry item) => item.Resources is { Count: > 0 } resources
        ? resources.Where(resource => resource is { Kind: "Service" }).Select(resource => Scan(item, resource.Name, resource.Namespace))
        : [Scan(item, null, null)];

    private static ServiceScanResult Scan(PolicyResultEntry item, string? name, string? ns) =>
        new() { Name = name, Namespace = ns, Open = item.Result == "fail", Message = Cut(item.Message) };
}

/// <summary>The fields that are read of a result.</summary>
public sealed record PolicyResultEntry
{
    public string? Source { get; set; }
    public string? Policy { get; set; }
    public string? Rule { get; set; }
    public string? Result { get; set; }
    public string? Severity { get; set; }
    public string? Message { get; set; }
    public IReadOnlyList<ReportedObject>? Resources { get; set; }
}
