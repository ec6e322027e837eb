using Posture.Collectors.Pipeline;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;

namespace Posture.Collectors.Tests.Watching;

/// <summary>Against a real cluster, when POSTURE_TEST_KUBECONFIG names a kubeconfig.</summary>
public sealed class LiveClusterTests
{
    [Fact]
    public async Task LiveCluster_Read_EveryKindGetsAStateAndPodsAreThere()
    {
        var file = Environment.GetEnvironmentVariable("POSTURE_TEST_KUBECONFIG");
        Assert.SkipUnless(File.Exists(file), "POSTURE_TEST_KUBECONFIG does not name a kubeconfig: no real cluster to test against");
        var source = ClusterSources.Open(new ClusterDefinition { Name = "live", Kubeconfig = file }, TimeProvider.System);
        var told = new List<SourceEvent>();
        await foreach (var item in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            told.Add(item);
            if (item is SourceEvent.Synced)
                break;
        }
        Assert.Contains(told, item => item is SourceEvent.Covered { Coverage: { Kind: "Pod", State: CoverageState.Read } });
        Assert.DoesNotContain(told, item => item is SourceEvent.Covered { Coverage.State: CoverageState.Failed });
    }
}
