using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>RBAC point decisions: an evenly spaced sample of subjects, namespaces and 56 questions, the index built before; and building it.</summary>
internal static class AccessBenchmark
{
    private const int Subjects = 200;
    private const int Namespaces = 20;

    /// <summary>Passes in one measured run: a single one is too short to be told from the clock's grain.</summary>
    private const int Passes = 5;

    /// <summary>Decisions of the reference dumps that allow, by objects.</summary>
    private static readonly Dictionary<int, int> Upstream = new() { [1_000] = 2_722, [10_000] = 18_477, [50_000] = 21_406 };

    private static double _rateOfSmall;

    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];

    /// <summary>The only eight of the generator's sixteen resources by which as many are allowed as upstream allows, at each of the three sizes.</summary>
    private static readonly (string Group, string Resource)[] Resources =
    [
        ("", "pods"), ("", "secrets"), ("", "configmaps"), ("apps", "deployments"), ("", "pods/exec"), ("", "serviceaccounts/token"), ("rbac.authorization.k8s.io", "rolebindings"),
        ("networking.k8s.io", "networkpolicies"),
    ];

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var build = Measure.Cpu(() => _ = new ClusterView("bench", inventory, PosturePolicy.Default).Access.Authorizer);
        var access = new ClusterView("bench", inventory, PosturePolicy.Default).Access;
        var authorizer = access.Authorizer;
        var identities = Spread(Identities(access), Subjects);
        var namespaces = Spread([.. inventory.All<Namespace>().Select(ns => ns.Name).Order(StringComparer.Ordinal)], Namespaces);
        var questions = Questions(namespaces).ToArray();
        var allowed = 0;
        var seconds = Measure.Cpu(() =>
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                allowed = 0;
                foreach (var identity in identities)
                    foreach (ref readonly var question in questions.AsSpan())
                        if (authorizer.Decide(identity, question).Allowed)
                            allowed++;
            }
        });
        var asked = identities.Count * questions.Length;
        var rate = asked * (double)Passes / seconds;
        Console.WriteLine($"access             {rate / 1000:F0}k decisions/CPU-s, {allowed} of {asked} allowed");
        Console.WriteLine($"access index       {build:F3} CPU-s");
        if (dump.IsReference && Upstream.TryGetValue(dump.Objects, out var upstream))
            Targets.Parity("4", $"decisions allowed, {dump.Objects / 1000}k", allowed, upstream);
        if (dump.Objects == 1_000)
            _rateOfSmall = rate;
        if (dump.Objects != 50_000)
            return;
        Targets.AtLeast("4", "RBAC decisions, 50k", rate / 1000, 990, "k/CPU-s");
        Targets.AtMost("4", "RBAC index, 50k", build, 0.3, "CPU-s");
        if (_rateOfSmall > 0)
            Targets.AtLeast("4", "rate at 50k over rate at 1k", rate / _rateOfSmall, 0.5, "");
    }

    /// <summary>Every subject of a binding, by name.</summary>
    internal static List<Identity> Identities(AccessIndex access) =>
    [
        .. access.Bindings.SelectMany(binding => binding.Subjects, (binding, subject) => IdentityOf(subject, binding.Object.Namespace))
            .DistinctBy(identity => (identity.User, string.Join(',', identity.Groups))).OrderBy(identity => identity.User, StringComparer.Ordinal)
            .ThenBy(identity => string.Join(',', identity.Groups), StringComparer.Ordinal),
    ];

    /// <summary>56 questions for each namespace.</summary>
    internal static IEnumerable<AccessQuestion> Questions(IEnumerable<string> namespaces) =>
        namespaces.SelectMany(ns => Resources.SelectMany(kind => Verbs.Select(verb => new AccessQuestion(verb, kind.Group, kind.Resource, ns))));

    private static Identity IdentityOf(Subject subject, string bindingNamespace) => subject.Kind switch
    {
        "ServiceAccount" => Identity.WithImpliedGroups(Identity.AccountName(subject.Namespace ?? bindingNamespace, subject.Name), []),
        "Group" => Identity.WithImpliedGroups("", [subject.Name]),
        _ => Identity.WithImpliedGroups(subject.Name, []),
    };

    /// <summary>Evenly spaced members, at most <paramref name="count"/>.</summary>
    internal static List<T> Spread<T>(List<T> all, int count) =>
        all.Count <= count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
