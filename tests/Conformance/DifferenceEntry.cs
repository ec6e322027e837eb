namespace Posture.Conformance;

/// <summary>Explained differences of one rule.</summary>
internal sealed class DifferenceEntry
{
    /// <summary>Corpus and rule, as <c>kics/missing_app_armor_config</c>.</summary>
    public string Rule { get; set; } = "";

    /// <summary>What the reference says of the cases: <c>fail</c> or <c>pass</c>; empty for both.</summary>
    public string Expect { get; set; } = "";

    /// <summary>Names of the cases without their corpus; empty: every differing case of the rule.</summary>
    public List<string> Cases { get; set; } = [];

    /// <summary>How many cases differ: a further one is no longer explained.</summary>
    public int Count { get; set; }

    /// <summary>Is ours <c>stricter</c>, <c>laxer</c> or <c>other</c> (another unit, another question)?</summary>
    public string Ours { get; set; } = "";

    /// <summary>Why, and what decides.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whether the entry speaks of the case.</summary>
    public bool Covers(Case item) => Rule == $"{item.Corpus}/{item.Rule}" && (Expect.Length == 0 || Expect == "fail" == item.ExpectsFailure)
        && (Cases.Count == 0 || Cases.Contains(item.Id[(item.Corpus.Length + 1)..]));
}
