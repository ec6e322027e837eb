namespace Posture.Model.Inventory;

/// <summary>meta/v1 LabelSelector. Absent selects nothing or everything depending on the field that holds it; empty selects everything.</summary>
public sealed record LabelSelector
{
    public StringMap MatchLabels { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public IReadOnlyList<LabelSelectorRequirement> MatchExpressions { get; set => field = value ?? []; } = [];

    public bool IsEmpty => MatchLabels.Count == 0 && MatchExpressions.Count == 0;

    /// <summary>Whether labels satisfy all terms. An operator that the API does not know matches nothing.</summary>
    public bool Matches(StringMap labels)
    {
        if (!labels.Matches(MatchLabels))
            return false;
        for (var i = 0; i < MatchExpressions.Count; i++) // asked millions of times: a list would make an enumerator for each
        {
            var term = MatchExpressions[i];
            var value = labels[term.Key];
            var holds = term.Operator switch
            {
                "In" => value is not null && term.Values.Contains(value),
                "NotIn" => value is null || !term.Values.Contains(value),
                "Exists" => value is not null,
                "DoesNotExist" => value is null,
                _ => false,
            };
            if (!holds)
                return false;
        }
        return true;
    }
}

/// <summary>One set-based term of a <see cref="LabelSelector"/>.</summary>
public sealed record LabelSelectorRequirement
{
    public string Key { get; set => field = value ?? ""; } = "";
    public string Operator { get; set => field = value ?? ""; } = "";
    public IReadOnlyList<string> Values { get; set => field = value ?? []; } = [];
}
