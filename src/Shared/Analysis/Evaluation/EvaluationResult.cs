using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>What one evaluation changed.</summary>
/// <param name="Changed">Findings that are new or differ from before.</param>
/// <param name="Removed">Findings whose subject is gone.</param>
public sealed record EvaluationResult(IReadOnlyList<Finding> Changed, IReadOnlyList<Finding> Removed);
