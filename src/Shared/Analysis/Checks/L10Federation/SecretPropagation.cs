using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-SECRET-PROPAGATION: no Secret is embedded in work that somebody beside the platform reads. Policies that carry Secrets, named or as dependencies, are
/// not assessed: which environments they connect shows only over the clusters.
/// </summary>
internal sealed class SecretPropagation : FederationCheck<GenericObject>
{
    private const string Ocm = "work.open-cluster-management.io";
    private const string Karmada = "work.karmada.io";
    private const string Set = "ManifestWorkReplicaSet";
    private const string Template = "manifestWorkTemplate";

    public override string Id => "L10-SECRET-PROPAGATION";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
    [
        new(Ocm, "ManifestWork"), new(Ocm, "ManifestWorkReplicaSet"), new(Karmada, "Work"), new(FleetHubs.KarmadaPolicies, "PropagationPolicy"),
        new(FleetHubs.KarmadaPolicies, "ClusterPropagationPolicy"),
    ];

    protected override string Absent => "No component here carries objects to other clusters.";

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Group == FleetHubs.KarmadaPolicies)
            Policy(item, judgement);
        else if ((item.Kind == Set ? (item.Spec.Field(Template), $"spec.{Template}") : (item.Spec, "spec")) is var (work, at))
            foreach (var (index, manifest) in work.Field("workload", "manifests").Items().Index())
                if (manifest.Text("kind") == "Secret")
                    Embedded(item, $"{at}.workload.manifests[{index}]", $"Secret {manifest.Field("metadata").Text("name")}", view, judgement);
    }

    private static void Policy(GenericObject item, Judgement judgement)
    {
        var named = item.Spec.Field("resourceSelectors").Items().Any(selector => selector.Text("kind") == "Secret");
        if (named || item.Spec.Field("propagateDeps").Flag() == true)
            judgement.NotAssessed($"Carries Secrets ({(named ? "selected" : "as dependencies")}); whether into another environment shows only over the fleet.");
    }

    private static void Embedded(GenericObject item, string path, string secret, ClusterView view, Judgement judgement)
    {
        var resource = item.Kind == Set ? "manifestworkreplicasets" : item.Group == Ocm ? "manifestworks" : "works";
        if (FleetHubs.OutsiderWith(view, item.Namespace, rule => RuleMatch.Reaches(rule, item.Group, resource)
            && RuleMatch.FirstVerb(rule, "get", "list", "watch") is not null && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(item.Name))) is { } reader)
            judgement.Fail(path, secret, "a reference to an external store",
                $"{SubjectClass.NameOf(reader.Holder, item.Namespace)} reads its values there ({reader.Binding.Object.Kind} {reader.Binding.Object.Name}).");
        else
            judgement.Note(path, secret, "Readable by the platform only.");
    }
}
