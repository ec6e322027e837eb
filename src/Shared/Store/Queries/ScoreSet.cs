using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>A scope's score and those of its layers; a layer without anything to assess is <see cref="Score.None"/>.</summary>
public sealed record ScoreSet(Score Scope, IReadOnlyDictionary<Layer, Score> Layers);
