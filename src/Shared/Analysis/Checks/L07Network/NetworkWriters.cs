using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-RBAC-NETWORK: nobody but the platform writes Services, policies and routes over the whole cluster, or endpoints anywhere: whoever writes endpoints sends the
/// traffic of a Service to an address of choice.
/// </summary>
internal sealed class NetworkWriters : RightCheck
{
    private static readonly (string Group, string Resource, bool Everywhere)[] Guarded =
    [
        ("", "endpoints", true), ("discovery.k8s.io", "endpointslices", true), ("", "services", false), ("networking.k8s.io", "networkpolicies", false),
        ("networking.k8s.io", "ingresses", false), ("gateway.networking.k8s.io", "gateways", false), ("gateway.networking.k8s.io", "httproutes", false),
    ];

    public override string Id => "L7-RBAC-NETWORK";

    protected override string Expected => "rights in single namespaces, none on endpoints";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (rule.ResourceNames.Count > 0 || RuleMatch.FirstVerb(rule, "create", "update", "patch", "delete", "deletecollection") is not { } verb)
            return null;
        foreach (var (group, resource, everywhere) in Guarded)
            if (binding.Namespace is null ? RuleMatch.Reaches(rule, group, resource) : everywhere && rule.Resources.Contains(resource) && RuleMatch.Has(rule.ApiGroups, group))
                return $"{verb} {resource}";
        return null;
    }
}
