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
        foreach (var item in items)
        {
            var counted = string.Equals(item.Source, OwnSource, StringComparison.OrdinalIgnoreCase) ? "own" : item.Result;
            list.Own += counted == "own" ? 1 : 0;
            list.Pass += counted == "pass" ? 1 : 0;
            list.Fail += counted == "fail" ? 1 : 0;
            list.Error += counted == "error" ? 1 : 0;
            if (counted is "fail" or "error")
                bad.Add(item);
        }
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
}

/// <summary>The fields that are read of a result.</summary>
public sealed record PolicyResultEntry
{
    public string? Source { get; set; }
    public string? Policy { get; set; }
    public string? Rule { get; set; }
    public string? Result { get; set; }
    public string? Severity { get; set; }
    public IReadOnlyList<ReportedObject>? Resources { get; set; }
}
