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

    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];

    private static readonly (string Group, string Resource)[] Resources =
    [
        ("", "pods"), ("", "secrets"), ("", "configmaps"), ("", "services"), ("apps", "deployments"), ("batch", "jobs"), ("", "pods/exec"), ("", "nodes"),
    ];

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var build = Measure.Cpu(() => _ = new ClusterView("bench", inventory, PosturePolicy.Default).Access.Authorizer);
        var access = new ClusterView("bench", inventory, PosturePolicy.Default).Access;
        var authorizer = access.Authorizer;
        var identities = Spread([.. access.Bindings
            .SelectMany(binding => binding.Subjects, (binding, subject) => IdentityOf(subject, binding.Object.Namespace))
            .DistinctBy(identity => (identity.User, string.Join(',', identity.Groups)))
            .OrderBy(identity => identity.User, StringComparer.Ordinal)], Subjects);
        var namespaces = Spread([.. inventory.All<Namespace>().Select(ns => ns.Name).Order(StringComparer.Ordinal)], Namespaces);
        var questions = namespaces
            .SelectMany(ns => Resources.SelectMany(kind => Verbs.Select(verb => new AccessQuestion(verb, kind.Group, kind.Resource, ns)))).ToArray();
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
        Console.WriteLine($"access             {asked * (double)Passes / seconds / 1000:F0}k decisions/CPU-s (target >= 1000k at 50k objects), {allowed} of {asked} allowed");
        Console.WriteLine($"access index       {build:F3} CPU-s (target <= 0.3 at 50k objects)");
    }

    private static Identity IdentityOf(Subject subject, string bindingNamespace) => subject.Kind switch
    {
        "ServiceAccount" => Identity.WithImpliedGroups(Identity.AccountName(subject.Namespace ?? bindingNamespace, subject.Name), []),
        "Group" => Identity.WithImpliedGroups("", [subject.Name]),
        _ => Identity.WithImpliedGroups(subject.Name, []),
    };

    /// <summary>Evenly spaced members, at most <paramref name="count"/>.</summary>
    private static List<T> Spread<T>(List<T> all, int count) =>
        all.Count <= count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
