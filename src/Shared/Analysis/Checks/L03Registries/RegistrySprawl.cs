using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>L3-REG-SPRAWL: images come from few registry hosts.</summary>
internal sealed class RegistrySprawl : ClusterCheck
{
    public override string Id => "L3-REG-SPRAWL";

    public override IReadOnlyList<KindRef> Reads => WorkloadKinds;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var hosts = view.RegistryHosts.All;
        var shown = string.Create(CultureInfo.InvariantCulture, $"{hosts.Count}: {string.Join(", ", hosts.Order(StringComparer.Ordinal).Take(20))}");
        if (hosts.Count == 0)
            judgement.NotAssessed("No image is among the objects read.");
        else if (hosts.Count > view.Policy.MaxRegistries)
            judgement.Fail("image", shown, $"{view.Policy.MaxRegistries} at most",
                "Each registry is one more party whose images and outages reach the cluster.");
        else
            judgement.Note("image", shown, "Images come from few registries.");
    }
}
