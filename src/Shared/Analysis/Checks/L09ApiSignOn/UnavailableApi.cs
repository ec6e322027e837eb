using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>L9-APISERVICE-HEALTH: an aggregated API has been available within the last ten minutes; a short outage is none.</summary>
internal sealed class UnavailableApi : ObjectCheck<ApiService>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public override string Id => "L9-APISERVICE-HEALTH";

    protected override void Evaluate(ApiService item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.Service is null)
        {
            judgement.NotApplicable("Served by the API server itself.");
            return;
        }
        foreach (var condition in item.Status?.Conditions ?? [])
            if (condition.Type == "Available")
            {
                if (condition.Status is not ("True" or "False"))
                    judgement.NotAssessed($"The API service reports condition Available as {condition.Status}.");
                else if (condition.Status == "False" && !((view.Now - condition.LastTransitionTime)?.Duration() < Patience))
                    judgement.Fail("status.conditions[Available]", $"False ({condition.Reason})", "True",
                        "Requests for the group fail, and with them what relies on it: deleting namespaces, autoscaling.");
                return;
            }
        judgement.NotAssessed("The API service reports no condition Available.");
    }
}
