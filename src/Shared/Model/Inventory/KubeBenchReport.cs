namespace Posture.Model.Inventory;

/// <summary>
/// Results of kube-bench on one node, imported: the JSON carries no host name, so the file gives it. Numbers of the benchmark and states only; what kube-bench read
/// on the node never enters.
/// </summary>
public sealed record KubeBenchReport : KubeObject
{
    public KubeBenchData Spec { get => field ??= new(); set; }
}

/// <summary>One run.</summary>
public sealed record KubeBenchData
{
    /// <summary>Results kept; a benchmark has some 130 items.</summary>
    public const int MaxKept = 1000;

    public string Node { get; set => field = value ?? ""; } = "";

    /// <summary>The benchmark, for example <c>cis-1.12</c>.</summary>
    public string Version { get; set => field = value ?? ""; } = "";
    public DateTimeOffset? CollectedAt { get; set; }
    public IReadOnlyList<KubeBenchResult> Results { get; set => field = value ?? []; } = [];
}

/// <summary>State of one item.</summary>
public sealed record KubeBenchResult
{
    /// <summary>Number in the benchmark, for example 1.2.1.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>PASS, FAIL, WARN (a person must look, or the test could not run) or INFO (does not apply).</summary>
    public string Status { get; set => field = value ?? ""; } = "";
}
