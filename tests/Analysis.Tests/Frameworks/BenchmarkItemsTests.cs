using Posture.Analysis.Frameworks;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests.Frameworks;

/// <summary>Results of kube-bench by item: a node that did not speak is unknown.</summary>
public sealed class BenchmarkItemsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly (string, bool)[] Nodes = [("cp", true), ("w1", false), ("w2", false)];

    [Fact]
    public void Item_OfEveryNode_EachNodeHasToSpeak()
    {
        Assert.Equal(new BenchmarkTally(2, 0, 0, 0, 1), Of("4.1.1", Run("cp", ("4.1.1", "PASS")), Run("w1", ("4.1.1", "PASS"))));
        Assert.Equal(new BenchmarkTally(1, 1, 1, 0, 0), Of("4.1.1", Run("cp", ("4.1.1", "PASS")), Run("w1", ("4.1.1", "FAIL")), Run("w2", ("4.1.1", "WARN"))));
        Assert.Equal(new BenchmarkTally(0, 0, 0, 1, 2), Of("4.1.1", Run("w2", ("4.1.1", "INFO"), ("4.1.2", "PASS"))));
        Assert.Equal(new BenchmarkTally(0, 0, 0, 0, 3), Of("4.1.1"));
    }

    [Fact]
    public void Item_OfTheControlPlane_ItsNodesHaveToSpeak()
    {
        Assert.Equal(new BenchmarkTally(1, 0, 0, 0, 0), Of("1.1.1", Run("cp", ("1.1.1", "PASS"))));
        Assert.Equal(new BenchmarkTally(0, 0, 0, 0, 1), Of("1.1.1", Run("w1", ("4.1.1", "PASS"))));
        Assert.Equal(new BenchmarkTally(1, 0, 0, 0, 1), Of("1.1.1", Run("another", ("1.1.1", "PASS"))));
    }

    [Fact]
    public void Item_NodesNotKnown_IsUnknownUnlessAHiddenControlPlaneSpoke()
    {
        Assert.Equal(new BenchmarkTally(1, 0, 0, 0, 1), new BenchmarkItems([Run("w1", ("4.1.1", "PASS"))], [], Now.AddDays(-30)).Of("4.1.1"));
        Assert.Equal(new BenchmarkTally(1, 0, 0, 0, 0), new BenchmarkItems([Run("cp", ("1.1.1", "PASS"))], [("w1", false)], Now.AddDays(-30)).Of("1.1.1"));
        Assert.Equal(new BenchmarkTally(0, 0, 0, 0, 1), new BenchmarkItems([], [], Now.AddDays(-30)).Of("1.1.1"));
    }

    [Fact]
    public void Item_OldUndatedOrForeignRun_IsNotTaken()
    {
        var old = Run("cp", ("1.1.1", "PASS"));
        old.Spec.CollectedAt = Now.AddDays(-31);
        var undated = Run("cp", ("1.1.1", "PASS"));
        undated.Spec.CollectedAt = null;
        var foreign = Run("cp", ("1.1.1", "PASS"));
        foreign.Spec.Version = "eks-1.7.0";

        Assert.Equal(new BenchmarkTally(0, 0, 0, 0, 1), Of("1.1.1", old, undated, foreign));
    }

    private static BenchmarkTally Of(string item, params KubeBenchReport[] runs) => new BenchmarkItems(runs, Nodes, Now.AddDays(-30)).Of(item);

    private static KubeBenchReport Run(string node, params (string Id, string Status)[] results) => new()
    {
        Metadata = new() { Name = node },
        Spec = new()
        {
            Node = node,
            Version = "cis-1.12",
            CollectedAt = Now,
            Results = [.. results.Select(result => new KubeBenchResult { Id = result.Id, Status = result.Status })],
        },
    };
}
