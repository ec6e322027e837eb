using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Counts results of an assessment, failed ones kept first.</summary>
internal sealed class AssessmentListConverter : DigestConverter<AssessmentList, AssessmentResult>
{
    protected override JsonTypeInfo<AssessmentList> Own => ModelJson.Default.AssessmentList;

    protected override JsonTypeInfo<AssessmentResult> Item => ModelJson.Default.AssessmentResult;

    protected override AssessmentList Reduce(IEnumerable<AssessmentResult> items)
    {
        var all = items.ToList();
        return new()
        {
            Failed = all.Count(item => item.Success == false),
            Passed = all.Count(item => item.Success == true),
            Results =
            [
                .. all.OrderBy(item => item.Success).ThenByDescending(item => Rank(item.Severity)).ThenBy(item => item.CheckID, StringComparer.Ordinal)
                    .Take(AssessmentList.MaxKept).Select(item => item with { CheckID = Cut(item.CheckID)!, Severity = Cut(item.Severity) }),
            ],
        };
    }
}
