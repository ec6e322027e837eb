using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-WEBHOOK-BACKEND: the Service behind a webhook or an aggregated API exists, offers the port that is asked for and has ready endpoints. Who
/// creates a missing one answers for the API server: high where somebody beside the platform may create Services in its namespace.
/// </summary>
internal sealed class MissingBackend : ObjectCheck<KubeObject>
{
    /// <summary>The port of a reference that names none.</summary>
    private const int HttpsPort = 443;

    public override string Id => "L9-WEBHOOK-BACKEND";

    public override IReadOnlyList<KindRef> Reads { get; } =
    [
        .. Kinds<Service>(), .. Kinds<EndpointSlice>(), .. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>(),
    ];

    public override bool CrossNamespace => true;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<WebhookConfiguration>(), .. Kinds<ApiService>()];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is ApiService { Spec.Service: { } behind })
            Judge("spec.service", behind, view, judgement);
        else if (item is ApiService)
            judgement.NotApplicable("Served by the API server itself.");
        if (item is WebhookConfiguration configuration)
            for (var i = 0; i < configuration.Webhooks.Count; i++)
                if (configuration.Webhooks[i].ClientConfig.Service is { } service)
                    Judge($"webhooks[{i}].clientConfig.service", service, view, judgement);
    }

    private static void Judge(string path, ServiceReference reference, ClusterView view, Judgement judgement)
    {
        var name = $"{reference.Namespace}/{reference.Name}";
        if (view.Inventory.Find<Service>(reference.Namespace, reference.Name) is not { } service)
        {
            var maker = FleetHubs.OutsiderWith(view, reference.Namespace, rule => RuleMatch.Allows(rule, "", "services", "create"));
            judgement.Fail(path, $"{name} does not exist", "a Service with ready endpoints", maker is null
                ? "Whoever creates the Service answers for the API server."
                : $"{SubjectClass.NameOf(maker.Value.Holder, reference.Namespace)} may create the Service and then answers for the API server.",
                maker is null ? null : Severity.High);
        }
        else if (service.Spec.Type == "ExternalName")
            return;
        else if (!service.Spec.Ports.Any(offered => offered.Port == (reference.Port ?? HttpsPort)))
            judgement.Fail($"{path}.port", $"{reference.Port ?? HttpsPort}, which {name} does not offer", "a port of the Service",
                "Nothing answers: requests fail, or pass unchecked where failure is ignored.");
        else if (view.Endpoints.IsReady(service) is not { } ready)
            judgement.NotAssessed($"The endpoints of Service {name} are not among the objects read.");
        else if (!ready)
            judgement.Fail(path, $"{name} has no ready endpoint", "a Service with ready endpoints", "Nothing answers: requests fail, or pass unchecked where failure is ignored.");
    }
}
