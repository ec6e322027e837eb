using Posture.Model.Scoring;

namespace Posture.Dashboard.Api;

/// <summary>A score (design.md §7); null where nothing was assessed, which is neither 0 nor 100.</summary>
/// <param name="Value">0 to 100, excepted counted as pass.</param>
/// <param name="WithoutExceptions">Excepted counted as fail.</param>
/// <param name="Coverage">How much of what should have been assessed was, 0 to 100.</param>
/// <param name="Low">If everything unassessed failed.</param>
/// <param name="High">If everything unassessed passed.</param>
/// <param name="Unassessed">Pairs of control and object that could not be assessed.</param>
internal sealed record ScoreDocument(double? Value, double? WithoutExceptions, double? Coverage, double? Low, double? High, int Unassessed)
{
    public static ScoreDocument Of(Score? score) => score is null
        ? new(null, null, null, null, null, 0)
        : new(score.Value, score.WithoutExceptions, score.Coverage, score.Low, score.High, score.Unassessed);
}
