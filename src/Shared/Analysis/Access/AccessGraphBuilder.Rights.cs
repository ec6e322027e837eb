using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>What single rights lead to.</summary>
internal sealed partial class AccessGraphBuilder
{
    private const string AwsMapping = "aws-auth";

    private void Expand(Rights rights)
    {
        if (rights is { Scope: Rights.Cluster, Powers.Everything: { } everything })
        {
            Step(rights, everything, AccessStepKind.ClusterAdmin, _goal);
            return;
        }
        foreach (var held in rights.Held)
            Expand(rights, held);
        if (rights.Powers.HasHalves)
            Pair(rights.Id, [new(rights, null, null)], Parts.Role);
    }

    private void Expand(Rights rights, Held held)
    {
        switch (held.Power)
        {
            case Power.CreateTokens:
                AddAccounts(rights, held, AccessStepKind.CreateToken, VertexKind.Accounts);
                break;
            case Power.ImpersonateAccounts:
                AddAccounts(rights, held, AccessStepKind.ImpersonateServiceAccount, VertexKind.AccountNames);
                break;
            case Power.ImpersonateUsers:
                AddUsers(rights, held);
                break;
            case Power.ReadSecrets:
                AddSecrets(rights, held, AccessStepKind.ReadTokenSecret);
                break;
            case Power.CreateWorkloads:
                Step(rights, held, AccessStepKind.CreatePod, In(VertexKind.Accounts, rights.Scope), NamespaceOf(rights));
                AddMachines(rights, held, NamespacesOf(rights.Scope));
                break;
            case Power.ChangeWorkloads:
                AddWorkloads(rights, held);
                break;
            case Power.ChangePods or Power.EnterPods or Power.DebugPods:
                var kind = held.Power == Power.ChangePods ? AccessStepKind.ChangePod
                    : held.Power == Power.EnterPods ? AccessStepKind.EnterPod : AccessStepKind.DebugPod;
                foreach (var code in held.Names is null ? [In(VertexKind.Code, rights.Scope)] : PodsNamed(rights.Scope, held.Names))
                    Step(rights, held, kind, code, NamespaceOf(rights));
                break;
            case Power.ProxyNodes:
                foreach (var name in held.Names?.Where(_objects.Machines.Contains) ?? [""])
                    Step(rights, held, AccessStepKind.NodeProxy, _graph.Of(name.Length == 0 ? VertexKind.AnyNodeCode : VertexKind.NodeCode, "", name));
                break;
            case Power.CreateMutating or Power.ChangeMutating:
                if (IsThere(held, "MutatingWebhookConfiguration"))
                    Step(rights, held, AccessStepKind.MutatingWebhook, _goal);
                break;
            case Power.CreateValidating or Power.ChangeValidating:
                if (IsThere(held, "ValidatingWebhookConfiguration"))
                    Step(rights, held, AccessStepKind.ValidatingWebhook, _graph.Of(VertexKind.TokenSecrets));
                break;
            case Power.ChangeConfigMaps when rights.Scope is Rights.Cluster or Rights.Each or ControlPlaneFlags.Namespace && held.Allows(AwsMapping)
                && _inventory.Find<ConfigMap>(ControlPlaneFlags.Namespace, AwsMapping) is not null:
                Step(rights, held, AccessStepKind.CloudMapping, _goal, ControlPlaneFlags.Namespace, $"ConfigMap {ControlPlaneFlags.Namespace}/{AwsMapping}",
                    "A cluster of EKS that uses access entries only does not read this ConfigMap; which it uses the API does not show.");
                break;
        }
    }

    private void AddAccounts(Rights rights, Held held, AccessStepKind kind, VertexKind set)
    {
        if (held.Names is null)
        {
            var isNamed = set == VertexKind.AccountNames && NamespaceOf(rights) is not null;
            Step(rights, held, kind, isNamed ? NamesIn(rights.Scope) : In(set, rights.Scope), NamespaceOf(rights));
            return;
        }
        foreach (var name in held.Names)
            foreach (var ns in _objects.AccountNamespaces.GetValueOrDefault(name) ?? [])
                if (rights.Scope is Rights.Cluster or Rights.Each || rights.Scope == ns)
                    Step(rights, held, kind, Account(ns, name), ns);
    }

    private void AddUsers(Rights rights, Held held)
    {
        if (held.Names is null)
            Step(rights, held, AccessStepKind.ImpersonateUser, _graph.Of(VertexKind.AnyUser));
        else
            foreach (var name in held.Names)
                if (VertexOf(name) is { Kind: VertexKind.User } user && _graph.Find(user) is { } id)
                    Step(rights, held, AccessStepKind.ImpersonateUser, id);
    }

    private void AddSecrets(Rights rights, Held held, AccessStepKind kind)
    {
        if (held.Names is null)
            Step(rights, held, kind, In(VertexKind.TokenSecrets, rights.Scope), NamespaceOf(rights));
        else
            foreach (var (ns, name, account) in _objects.TokenSecrets)
                if (held.Names.Contains(name) && (rights.Scope is Rights.Cluster or Rights.Each || rights.Scope == ns))
                    Step(rights, held, kind, Account(ns, account), ns, $"Secret {ns}/{name}");
    }

    private void AddWorkloads(Rights rights, Held held)
    {
        var kind = RolePowers.Kinds.First(known => known.Resource == held.Resource).Kind;
        var places = new List<string>();
        foreach (var (ns, names) in _objects.Workloads(held.Resource))
        {
            if (rights.Scope is not (Rights.Cluster or Rights.Each) && rights.Scope != ns)
                continue;
            var name = held.Names is null ? names.Min : held.Names.FirstOrDefault(names.Contains);
            if (name is null)
                continue;
            places.Add(ns);
            Step(rights, held, AccessStepKind.ChangeWorkload, In(VertexKind.Accounts, ns), ns, $"{kind} {ns}/{name}");
        }
        AddMachines(rights, held, places);
    }

    /// <summary>A privileged pod in one of some namespaces.</summary>
    private void AddMachines(Rights rights, Held held, IEnumerable<string> namespaces)
    {
        if (_objects.FirstOpen(namespaces) is { } open)
            Step(rights, held, AccessStepKind.PrivilegedPod, _graph.Of(VertexKind.AnyMachine), open.Namespace, assumption: open.Unknown);
    }

    /// <summary>What is created need not be there; what is changed must be.</summary>
    private bool IsThere(Held held, string kind)
    {
        var type = new KindRef("admissionregistration.k8s.io", kind);
        return held.Verb == "create" || (held.Names is null
            ? _inventory.CountOf(type) > 0
            : held.Names.Any(name => _inventory.Find(type, "", name) is not null));
    }

    private IEnumerable<string> NamespacesOf(string scope) => scope is Rights.Cluster or Rights.Each ? _objects.Namespaces : [scope];

    private static string? NamespaceOf(Rights rights) => rights.Scope is Rights.Cluster or Rights.Each ? null : rights.Scope;

    private void Step(Rights rights, Held held, AccessStepKind kind, int to, string? ns = null, string? item = null, string? assumption = null) =>
        _graph.Add(rights.Id, to, new(kind) { By = [new(rights, held, null, null)], Namespace = ns, Object = item, Assumption = assumption });
}
