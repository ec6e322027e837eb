using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli;

/// <summary>One evaluation of one cluster, as every output format sees it.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Catalogue">Version of controls and checks.</param>
/// <param name="Scores">Index 0 the cluster, 1–10 the layers.</param>
/// <param name="Findings">Findings of every verdict, by control, object, path.</param>
/// <param name="Kinds">Coverage of each kind with objects or trouble.</param>
/// <param name="UnknownKinds">Kinds that the catalogue does not read, with counts.</param>
/// <param name="Errors">What could not be read.</param>
/// <param name="Objects">Objects read.</param>
/// <param name="At">When it was evaluated.</param>
internal sealed record ScanResult(
    string Cluster,
    string Catalogue,
    IReadOnlyList<Score> Scores,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<KindCoverage> Kinds,
    IReadOnlyDictionary<string, int> UnknownKinds,
    IReadOnlyList<SourceError> Errors,
    int Objects,
    DateTimeOffset At);
