using Posture.Model.Scoring;

namespace Posture.Store.Queries;

/// <summary>A score from a time on.</summary>
/// <param name="At">From when.</param>
/// <param name="Layer">1–10, or 0 for the scope's own.</param>
/// <param name="Score">The score; <see cref="Score.None"/> where it ended without a successor.</param>
public sealed record ScorePoint(DateTimeOffset At, int Layer, Score Score);
