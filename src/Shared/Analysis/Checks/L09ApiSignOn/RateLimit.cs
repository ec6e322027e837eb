using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-API-RATE-LIMIT: a public route bounds how often it may be asked, and no FlowSchema takes requests of others than the platform out of the API server's own
/// limits (medium). Controllers that set limits elsewhere are not assessed.
/// </summary>
internal sealed class RateLimit : ObjectCheck<KubeObject>
{
    private static readonly KindRef Levels = new("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration");

    public override string Id => "L9-API-RATE-LIMIT";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [.. Kinds<Ingress>(), new("route.openshift.io", "Route"), new("flowcontrol.apiserver.k8s.io", "FlowSchema")];

    public override IReadOnlyList<KindRef> Reads { get; } = [Levels, .. Kinds<IngressClass>()];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is GenericObject { Kind: "FlowSchema" } schema)
            Evaluate(schema, view, judgement);
        else if (RouteAuth.InternalBecause(item) is { } inside)
            judgement.NotApplicable($"Not published: {inside}.");
        else if (RouteLimits.Of(item) is { } limit)
            judgement.Note($"metadata.annotations[{limit}]", item.Metadata.Annotations[limit]!, "The route is limited.");
        else if (item is Ingress ingress && !RouteLimits.AreReadable(ingress, view))
            judgement.NotAssessed("The controller of this Ingress is not one whose limits stand in annotations.");
        else
            judgement.Fail("metadata.annotations", "no limit", item is Ingress ? "limit-rps, limit-rpm or limit-connections" : "rate-limit-connections",
                "Whoever wants to may ask as often as the line allows: passwords are guessed and the service is flooded.");
    }

    /// <summary>An exempt level has no queue and no bound. The probes that Kubernetes ships reach health endpoints only.</summary>
    private static void Evaluate(GenericObject schema, ClusterView view, Judgement judgement)
    {
        var level = schema.Spec.Field("priorityLevelConfiguration").Text("name") ?? "";
        if (level != "exempt" && (view.Inventory.Find(Levels, "", level) as GenericObject)?.Spec.Text("type") != "Exempt")
            return;
        foreach (var rule in schema.Spec.Field("rules").Items())
            if (rule.Field("resourceRules").HasContent()
                || rule.Field("nonResourceRules").Items().Any(open => open.Field("nonResourceURLs").Texts().Any(url => url is "*" or "/*")))
                foreach (var subject in rule.Field("subjects").Items().Select(Read))
                    if (IsTenant(subject, view))
                        judgement.Fail("spec.priorityLevelConfiguration.name", level, "a limited level",
                            $"{SubjectClass.NameOf(subject, "")} may flood the API server.", Severity.Medium);
    }

    private static Subject Read(JsonElement? subject) => subject.Text("kind") switch
    {
        "ServiceAccount" => new()
        {
            Kind = "ServiceAccount",
            Namespace = subject.Field("serviceAccount").Text("namespace"),
            Name = subject.Field("serviceAccount").Text("name") ?? "",
        },
        "User" => new() { Kind = "User", Name = subject.Field("user").Text("name") ?? "" },
        _ => new() { Kind = "Group", Name = subject.Field("group").Text("name") ?? "" },
    };

    private static bool IsTenant(Subject subject, ClusterView view) => !PlatformSubjects.IsPlatform(subject, "", view) && subject.Name != SubjectClass.Nodes;
}
