using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-APISERVICE-INSECURE: the API server verifies who answers for an aggregated API. High for every group but metrics.k8s.io; a missing CA is low.
/// </summary>
internal sealed class InsecureApiService : ObjectCheck<ApiService>
{
    public override string Id => "L9-APISERVICE-INSECURE";

    protected override void Evaluate(ApiService item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.Service is not { } service)
            judgement.NotApplicable("Served by the API server itself.");
        else if (item.Spec.InsecureSkipTLSVerify == true)
            judgement.Fail("spec.insecureSkipTLSVerify", "true", "false, with caBundle set",
                $"Whoever answers for Service {service.Namespace}/{service.Name} receives the requests and the identity of their callers.",
                GroupOf(item) is "metrics.k8s.io" ? null : Severity.High);
        else if (string.IsNullOrEmpty(item.Spec.CaBundle))
            judgement.Fail("spec.caBundle", "absent", "the CA of the serving certificate",
                "Any certificate that the system roots trust is accepted.", Severity.Low);
    }

    /// <summary>The API server takes no other name than <c>version.group</c>; custom.metrics.k8s.io is another group than metrics.k8s.io.</summary>
    private static ReadOnlySpan<char> GroupOf(ApiService item) => item.Name.AsSpan(item.Name.IndexOf('.', StringComparison.Ordinal) + 1);
}
