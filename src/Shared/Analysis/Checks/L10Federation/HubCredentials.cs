using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-HUB-CREDENTIALS: the hub holds no static credential of a member. One that exists is medium, high as a service-account token that never expires, critical
/// when somebody beside the platform reads Secrets of its namespace. Members that pull leave none, unless their agent reports one to the hub.
/// </summary>
internal sealed class HubCredentials : FederationCheck<KubeObject>
{
    private static readonly KindRef Secrets = new("", "Secret");

    public override string Id => "L10-HUB-CREDENTIALS";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [FleetHubs.ArgoProject, Secrets, .. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    public override bool CrossNamespace => true;

    /// <summary>Reading Secrets is opt-in; a reference proves a credential without it.</summary>
    public override bool DecidesWithoutReads => true;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [FleetHubs.KarmadaCluster, new(FleetHubs.KubeFed, "KubeFedCluster"), FleetHubs.ManagedCluster, new("cluster.x-k8s.io", "Cluster")];

    protected override string Absent => "No component here keeps credentials of other clusters.";

    protected override bool ConcernsCluster(ClusterView view) => view.Inventory.CountOf(FleetHubs.ArgoProject) > 0 || base.ConcernsCluster(view);

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        var spec = (item as GenericObject)?.Spec;
        foreach (var field in (ReadOnlySpan<string>)["secretRef", "impersonatorSecretRef"])
            if (spec.Field(field).Text("name") is { Length: > 0 } name)
                Hold($"spec.{field}", spec.Field(field).Text("namespace") ?? item.Namespace, name, view, judgement);
        if (item.Group == "cluster.x-k8s.io")
            Provisioned(item, view, judgement);
        else if (item.Group == FleetHubs.OcmClusters || spec.Text("syncMode") == "Pull")
            judgement.Note("spec", "pull mode", "The member's agent fetches its work; the hub holds no credential for it.");
    }

    /// <summary>Argo CD keeps one labelled Secret a cluster and has no other object for it.</summary>
    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.CountOf(FleetHubs.ArgoProject) == 0)
            base.EvaluateCluster(view, judgement);
        else if (!view.Inventory.Covers(Secrets) || view.Inventory.CountOf(Secrets) == 0)
            judgement.NotAssessed("The clusters of Argo CD are Secrets, and none could be read.");
        else
            foreach (var secret in view.Inventory.All<Secret>().Where(IsArgo).OrderBy(secret => secret.Name, StringComparer.Ordinal))
                Hold($"Secret/{secret.Namespace}/{secret.Name}", secret.Namespace, secret.Name, view, judgement);
    }

    private static bool IsArgo(Secret secret) => secret.Metadata.Labels["argocd.argoproj.io/secret-type"] == "cluster";

    private static void Provisioned(KubeObject item, ClusterView view, Judgement judgement)
    {
        var name = $"{item.Name}-kubeconfig";
        if (!view.Inventory.Covers(Secrets))
            judgement.NotAssessed("Cluster API keeps the kubeconfig in a Secret, and reading names of Secrets is not enabled.");
        else if (view.Inventory.Find<Secret>(item.Namespace, name) is not null)
            Hold($"Secret/{item.Namespace}/{name}", item.Namespace, name, view, judgement);
    }

    private static void Hold(string path, string ns, string name, ClusterView view, Judgement judgement)
    {
        var forever = view.Inventory.Find<Secret>(ns, name)?.Type == "kubernetes.io/service-account-token";
        var what = $"Secret {ns}/{name}{(forever ? ", a service-account token that never expires" : "")}";
        if (FleetHubs.OutsiderWith(view, ns, rule => RuleMatch.Reaches(rule, "", "secrets") && RuleMatch.FirstVerb(rule, "get", "list", "watch") is not null
            && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(name))) is { } reader)
            judgement.Fail(path, what, "pull mode, or readable by the hub's controllers only",
                $"{SubjectClass.NameOf(reader.Holder, ns)} may read it ({reader.Binding.Object.Kind} {reader.Binding.Object.Name}).", Severity.Critical);
        else
            judgement.Fail(path, what, "pull mode, or credentials that expire", "Whoever takes over the hub takes over the member with it.",
                forever ? Severity.High : Severity.Medium);
    }
}
