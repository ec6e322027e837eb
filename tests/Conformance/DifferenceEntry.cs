namespace Posture.Conformance;

/// <summary>Differences of one cause, explained once for the rules that it is common to.</summary>
internal sealed class DifferenceEntry
{
    /// <summary>Corpora and rules, as <c>kics/missing_app_armor_config</c>.</summary>
    public List<string> Rules { get; set; } = [];

    /// <summary>What the reference says of the cases: <c>fail</c> or <c>pass</c>; empty for both.</summary>
    public string Expect { get; set; } = "";

    /// <summary>Names of the cases without their corpus; empty: every differing case of the rules.</summary>
    public List<string> Cases { get; set; } = [];

    /// <summary>How many cases differ: a further one is no longer explained.</summary>
    public int Count { get; set; }

    /// <summary>Is ours <c>stricter</c>, <c>laxer</c> or <c>other</c> (another unit, another question)?</summary>
    public string Ours { get; set; } = "";

    /// <summary>Why, and what decides.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How a message names the entry.</summary>
    public string Name => string.Join(", ", Rules.DefaultIfEmpty("without a rule"));

    /// <summary>Whether the entry speaks of the case.</summary>
    public bool Covers(Case item) => Rules.Contains($"{item.Corpus}/{item.Rule}") && (Expect.Length == 0 || Expect == "fail" == item.ExpectsFailure)
        && (Cases.Count == 0 || Cases.Contains(item.Id[(item.Corpus.Length + 1)..]));
}
