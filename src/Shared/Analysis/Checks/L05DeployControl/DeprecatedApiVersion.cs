using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-RUN-DEPRECATED-API: nobody writes an object through a version that is deprecated or gone within the next two minors. A served object has every version,
/// so its managed fields tell, or what kubectl noted of what it applied; a manifest tells by its own. What a controller makes is its maker's matter.
/// </summary>
internal sealed class DeprecatedApiVersion : ObjectCheck<KubeObject>
{
    private const int Ahead = 2;

    public override string Id => "L5-RUN-DEPRECATED-API";

    protected internal override IReadOnlyList<KindRef> SubjectKinds => DeprecatedApis.Kinds;

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool DecidesWithoutReads => true;

    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => changed is Pod && ControlPlaneFlags.Heeds(changed);

    protected override bool Concerns(KubeObject item, ClusterView view)
    {
        foreach (var owner in item.Metadata.OwnerReferences)
            if (owner.Controller == true)
                return false;
        return true;
    }

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item.Metadata.Writers is { Count: > 0 } writers)
        {
            for (var i = 0; i < writers.Count; i++)
                Judge($"metadata.managedFields[manager={writers[i].Manager}].apiVersion", writers[i].ApiVersion, item, view, judgement);
            return;
        }
        var applied = item.Metadata.Annotations[ObjectMeta.LastApplied];
        if (applied is not null)
            Judge($"metadata.annotations[{ObjectMeta.LastApplied}]", applied, item, view, judgement);
        if (item.Metadata.Uid is null)
            Judge("apiVersion", item.ApiVersion, item, view, judgement);
        else if (applied is null)
            judgement.NotAssessed("The object has no managed fields here (a dump without them): who wrote it through which version is unknown.");
    }

    private static void Judge(string path, string version, KubeObject item, ClusterView view, Judgement judgement)
    {
        if (DeprecatedApis.Find(version, item.Kind) is not { } row)
            return;
        var server = view.ServerMinor;
        if (server is null || server >= row.Deprecated || server + Ahead >= row.Removed)
            judgement.Fail(path, version, row.Replacement,
                $"{version} of {item.Kind} is deprecated since Kubernetes 1.{row.Deprecated} and gone in 1.{row.Removed}.");
    }
}
