using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>What is there: service accounts, pods and the machines they run on, Secrets with tokens.</summary>
internal sealed partial class AccessGraphBuilder
{
    private readonly AccessObjects _objects;

    private void AddObjects()
    {
        foreach (var (ns, names) in _objects.Accounts)
        {
            var accounts = In(VertexKind.Accounts, ns);
            _graph.Add(NamesIn(ns), accounts, Move.Pick);
            foreach (var name in names)
                _graph.Add(accounts, Account(ns, name), Move.Pick);
        }
        AddMachines();
        AddPods();
        foreach (var (ns, name, account) in _objects.TokenSecrets)
            _graph.Add(In(VertexKind.TokenSecrets, ns), Account(ns, account), PickBy($"Secret {ns}/{name}"));
    }

    private void AddMachines()
    {
        var any = _graph.Of(VertexKind.AnyMachine);
        foreach (var name in _objects.Machines)
        {
            var machine = Machine(name);
            _graph.Add(any, machine, Move.Pick);
            _graph.Add(_graph.Of(VertexKind.AnyNodeCode), _graph.Of(VertexKind.NodeCode, "", name), Move.Pick);
            _graph.Add(NodeOf(name), _graph.Of(VertexKind.NodeAccounts, "", name), new(AccessStepKind.NodeToken));
        }
        foreach (var server in _view.ControlPlane.ApiServers.Select(server => server.Pod).OrderBy(pod => pod.Name, StringComparer.Ordinal))
            if (server.Spec.NodeName is { Length: > 0 } node)
                _graph.Add(Machine(node), _goal, new(AccessStepKind.ControlPlaneMachine) { Object = $"Pod {server.Namespace}/{server.Name}" });
    }

    private void AddPods()
    {
        var seen = new HashSet<(int, int)>();
        var secrets = _objects.TokenSecrets.ToLookup(secret => (secret.Namespace, secret.Name), secret => secret.Account);
        foreach (var pod in _objects.Pods)
        {
            var code = In(VertexKind.Code, pod.Namespace);
            AddCode(code, pod, seen);
            if (pod.Spec.NodeName is not { Length: > 0 } node)
                continue;
            AddCode(_graph.Of(VertexKind.NodeCode, "", node), pod, seen);
            // The Node authorizer gives nothing for static pods, so that a kubelet cannot grant itself anything by making one.
            if (WorkloadIndex.IsMirror(pod))
                continue;
            var move = PickBy(Title(pod));
            Pick(_graph.Of(VertexKind.NodeAccounts, "", node), Account(pod.Namespace, AccessObjects.AccountOf(pod.Spec)), move, seen);
            foreach (var secret in NodeIdentity.SecretsOf(pod))
                foreach (var account in secrets[(pod.Namespace, secret)])
                    Pick(NodeOf(node), Account(pod.Namespace, account), new(AccessStepKind.NodeSecret) { Object = $"Secret {pod.Namespace}/{secret}" }, seen);
        }
        foreach (var workload in _objects.Idle.Where(workload => workload.Object is not Pod))
        {
            var (code, move) = (In(VertexKind.Code, workload.Namespace), PickBy($"{workload.Object.Kind} {workload.Namespace}/{workload.Object.Name}"));
            if (_objects.CarriesToken(workload.Namespace, workload.Template.Spec))
                Pick(code, Account(workload.Namespace, workload.ServiceAccountName), move, seen);
            if (AccessObjects.Escapes(workload.Template.Spec))
                Pick(code, _graph.Of(VertexKind.AnyMachine), move, seen);
        }
    }

    /// <summary>What running code in a pod gives, into a set.</summary>
    private void AddCode(int set, Pod pod, HashSet<(int, int)> seen)
    {
        var move = PickBy(Title(pod));
        if (_objects.CarriesToken(pod.Namespace, pod.Spec) && !WorkloadIndex.IsMirror(pod))
            Pick(set, Account(pod.Namespace, AccessObjects.AccountOf(pod.Spec)), move, seen);
        if (AccessObjects.Escapes(pod.Spec) && pod.Spec.NodeName is { Length: > 0 } node)
            Pick(set, Machine(node), move, seen);
    }

    /// <summary>The code of pods that a rule names.</summary>
    private IEnumerable<int> PodsNamed(string scope, IReadOnlyList<string> names)
    {
        foreach (var pod in names.SelectMany(name => _objects.PodsNamed[name]).Where(pod => scope is Rights.Cluster or Rights.Each || pod.Namespace == scope))
        {
            var id = _graph.Of(new(VertexKind.PodCode, pod.Namespace, pod.Name), out var isNew);
            if (isNew)
                AddCode(id, pod, []);
            yield return id;
        }
    }

    private void Pick(int set, int member, Move move, HashSet<(int, int)> seen)
    {
        if (seen.Add((set, member)))
            _graph.Add(set, member, move);
    }

    /// <summary>The set of a kind in a namespace, which is a part of the set of all.</summary>
    private int In(VertexKind kind, string scope)
    {
        if (scope is Rights.Cluster or Rights.Each)
            return _graph.Of(kind);
        var id = _graph.Of(new(kind, scope, ""), out var isNew);
        if (isNew)
            _graph.Add(_graph.Of(kind), id, Move.Pick);
        return id;
    }

    private int Account(string ns, string name) => IdentityOf(new(VertexKind.ServiceAccount, ns, name));

    private int Machine(string name) => IdentityOf(new(VertexKind.Machine, "", name));

    private int NodeOf(string name) => IdentityOf(new(VertexKind.Node, "", name));

    private static Move PickBy(string title) => new((AccessStepKind?)null) { Object = title };

    private static string Title(Pod pod) => $"Pod {pod.Namespace}/{pod.Name}";
}
