namespace Posture.Model.Scoring;

/// <summary>
/// Score of a scope (design.md §7). All figures 0–100. A layer in which nothing was assessed has no score: <see cref="Value"/> is null, never 0 or 100.
/// </summary>
/// <param name="Value">The score, excepted counted as pass.</param>
/// <param name="WithoutExceptions">The score, excepted counted as fail.</param>
/// <param name="Coverage">Weight of assessed control × object pairs over those that should have been; null when there is none.</param>
/// <param name="Low">Score if all unassessed pairs failed.</param>
/// <param name="High">Score if all unassessed pairs passed.</param>
/// <param name="Passed">Control × object pairs that pass.</param>
/// <param name="Failed">Pairs that fail.</param>
/// <param name="Excepted">Pairs accepted by an exception.</param>
/// <param name="Unassessed">Pairs that could not be assessed (not assessed and error).</param>
public sealed record Score(double? Value, double? WithoutExceptions, double? Coverage, double? Low, double? High, int Passed, int Failed, int Excepted, int Unassessed)
{
    public static readonly Score None = new(null, null, null, null, null, 0, 0, 0, 0);
}

/// <summary>Counts of one control in one scope, the only input of the score.</summary>
/// <param name="Weight">Catalogue weight of the control.</param>
/// <param name="Pass">Objects that pass.</param>
/// <param name="Fail">Objects that fail.</param>
/// <param name="Excepted">Objects with an approved exception.</param>
/// <param name="Unassessed">Objects not assessed or in error.</param>
public readonly record struct ControlTally(int Weight, int Pass, int Fail, int Excepted, int Unassessed)
{
    /// <summary>n of design.md §7: objects with pass, fail or excepted.</summary>
    public int Assessed => Pass + Fail + Excepted;
}

/// <summary>Letter bands, defaults of design.md §7.</summary>
public static class ScoreBands
{
    public static readonly IReadOnlyList<(char Letter, int From)> Default = [('A', 90), ('B', 75), ('C', 60), ('D', 40), ('E', 0)];

    public static char Letter(double score) => Default.First(band => score >= band.From || band.From == 0).Letter;

    /// <summary>Whole number to show. Rounding never crosses a band and says 100 only when exact.</summary>
    public static int Rounded(double score)
    {
        var rounded = (int)Math.Round(score, MidpointRounding.AwayFromZero);
        if ((rounded == 100 && score < 100) || (rounded > score && Letter(rounded) != Letter(score)))
            rounded--;
        return rounded;
    }
}
