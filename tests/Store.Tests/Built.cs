using System.Globalization;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;
using Posture.Store.Commands;

namespace Posture.Store.Tests;

/// <summary>Parts of a commit made by hand, where the evaluator's would hide what a test is about.</summary>
internal static class Built
{
    public static SnapshotCommit Commit(Stage stage, int minute, bool full = false) => new()
    {
        ClusterId = stage.Cluster.Id,
        Epoch = stage.Epoch,
        At = Stage.Start.AddMinutes(minute),
        CatalogueVersion = "1",
        Full = full,
        ObjectCount = 0,
    };

    /// <summary>Two objects, one failing.</summary>
    public static SnapshotCommit State(Stage stage, int minute) => Commit(stage, minute, full: true) with
    {
        Put = [Config("a"), Config("b")],
        Changed = [Finding("a", Verdict.Fail), Finding("b", Verdict.Pass)],
        Scores = [new(null, 0, Scored(50)), new("shop", 1, Scored(50))],
        Coverage = [Covered(CoverageState.Read, minute)],
        ObjectCount = 2,
    };

    public static ConfigMap Config(string name, string label = "a") => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new() { Namespace = "shop", Name = name, Labels = StringMap.From([new("app", label)]) },
    };

    public static Finding Finding(string name, Verdict verdict, string control = "L1-001") => new()
    {
        Cluster = "prod",
        Control = control,
        Layer = (Layer)int.Parse(control.AsSpan(1, control.IndexOf('-', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture),
        Severity = Severity.High,
        Verdict = verdict,
        Object = new("v1", "ConfigMap", "shop", name),
        Evidence = verdict == Verdict.Fail ? [new("data.key", "on", "off", $"{name} is on")] : [],
        Message = verdict == Verdict.Fail ? $"{name} is on" : "",
    };

    public static KindCoverage Covered(CoverageState state, int minute = 0) =>
        new("", "ConfigMap", state, state == CoverageState.Read ? null : "no right to list", Stage.Start.AddMinutes(minute), 2);

    public static Score Scored(double value) => new(value, value, 100, value, value, 1, 1, 0, 0);
}
