using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>
/// RBAC for all: the rules of every subject in every namespace, and who can do 56 things in every namespace. A sample of both is held against a plain walk over all
/// bindings, which is how the API server answers.
/// </summary>
internal static class RightsBenchmark
{
    /// <summary>Size that the peer's figures were taken with.</summary>
    private const int Asked = 50_000;

    private const int SampleSubjects = 40;
    private const int SampleNamespaces = 10;

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var access = new ClusterView("bench", inventory, PosturePolicy.Default).Access;
        var (authorizer, locator) = (access.Authorizer, access.WhoCan);
        var identities = AccessBenchmark.Identities(access);
        var namespaces = inventory.All<Namespace>().Select(ns => ns.Name).Order(StringComparer.Ordinal).ToList();
        var rules = 0L;
        var reading = Measure.Cpu(() =>
        {
            rules = 0;
            foreach (var identity in identities)
                foreach (var ns in namespaces)
                    foreach (var binding in authorizer.BindingsOf(identity, ns))
                        rules += binding.Rules.Count;
        });
        var questions = AccessBenchmark.Questions(namespaces).ToArray();
        var holders = 0L;
        var finding = Measure.Cpu(() =>
        {
            holders = 0;
            foreach (ref readonly var question in questions.AsSpan())
                foreach (var holder in locator.Find(question))
                    holders += holder.Binding.Members.Count;
        });
        Console.WriteLine($"effective rules    {reading:F3} CPU-s for {identities.Count} subjects in {namespaces.Count} namespaces, {rules} rules");
        Console.WriteLine($"who can            {finding:F3} CPU-s for {questions.Length} questions, {holders} subjects of bindings found");
        if (dump.Objects == Asked)
        {
            Targets.AtMost("5", "effective rules, every subject and namespace, 50k", reading, 4, "CPU-s");
            Targets.AtMost("5", "56 who-can questions in every namespace, 50k", finding, 0.5, "CPU-s");
        }
        CheckRules(access, AccessBenchmark.Spread(identities, SampleSubjects), AccessBenchmark.Spread(namespaces, SampleNamespaces));
        CheckSubjects(access, identities, AccessBenchmark.Questions(AccessBenchmark.Spread(namespaces, SampleNamespaces)).ToList());
    }

    private static void CheckRules(AccessIndex access, List<Identity> identities, List<string> namespaces)
    {
        var (same, asked) = (0, 0);
        foreach (var identity in identities)
            foreach (var ns in namespaces)
            {
                asked++;
                var plain = access.Bindings.Where(binding => (binding.Namespace is null || binding.Namespace == ns) && binding.Members.Any(member => Is(member, identity)));
                if (access.Authorizer.BindingsOf(identity, ns).ToHashSet().SetEquals(plain))
                    same++;
            }
        Targets.Parity("5", "rules of a sample of pairs", same, asked);
    }

    private static void CheckSubjects(AccessIndex access, List<Identity> identities, List<AccessQuestion> questions)
    {
        var same = 0;
        foreach (var question in questions)
        {
            var found = access.WhoCan.Find(question).SelectMany(holder => holder.Binding.Members).ToList();
            if (identities.All(identity => access.Authorizer.Decide(identity, question).Allowed == found.Exists(member => Is(member, identity))))
                same++;
        }
        Targets.Parity("5", "subjects of a sample of questions", same, questions.Count);
    }

    private static bool Is(Subject member, Identity identity) => member.Kind switch
    {
        "Group" => identity.Groups.Contains(member.Name),
        "ServiceAccount" => identity.User == Identity.AccountName(member.Namespace!, member.Name),
        _ => identity.User == member.Name,
    };
}
