using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Counts places of secret material and keeps the worst of them.</summary>
internal sealed class ExposedSecretListConverter : DigestConverter<ExposedSecretList, ExposedSecret>
{
    protected override JsonTypeInfo<ExposedSecretList> Own => ModelJson.Default.ExposedSecretList;

    protected override JsonTypeInfo<ExposedSecret> Item => ModelJson.Default.ExposedSecret;

    protected override ExposedSecretList Reduce(IEnumerable<ExposedSecret> items) => Of([.. items]);

    /// <summary>The list of a report or an imported scan.</summary>
    internal static ExposedSecretList Of(IReadOnlyList<ExposedSecret> items) => new()
    {
        Count = items.Count,
        Places =
        [
            .. items.OrderByDescending(item => Rank(item.Severity)).ThenBy(item => item.Target, StringComparer.Ordinal).Take(ExposedSecretList.MaxKept)
                .Select(item => new ExposedSecret { RuleID = Cut(item.RuleID), Severity = Cut(item.Severity), Target = Cut(item.Target) }),
        ],
    };
}
