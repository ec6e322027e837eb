using System.Text.Json.Nodes;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.Analysis.Remediation;
using Posture.Analysis.Tests.Checks;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Remediation;

/// <summary>Whom a remedy touches, asked as a page asks it: by JSON, of the view of a cluster.</summary>
public sealed class EffectQuestionTests
{
    private const string Readers = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        rules: [{apiGroups: [''], resources: [secrets, pods], verbs: [get, list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: readers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
        subjects: [{kind: ServiceAccount, namespace: shop, name: bot}, {kind: User, name: ann}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: bank}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
        subjects: [{kind: Group, name: tellers}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: auditor}
        rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: auditors}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: auditor}
        subjects: [{kind: User, name: ann}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: bot, containers: [{name: a}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: other, namespace: shop}
        spec: {template: {metadata: {labels: {app: other}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: bank}
        """;

    private static readonly ObjectRef Binding = new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "readers");

    [Fact]
    public void Role_Narrowed_TellsWhoLosesWhatAndWhatStays()
    {
        var (inventory, question) = Asked(Readers, "L6-RBAC-SECRETS-READ", Binding);

        var rights = Answer(inventory, question).Rights!;

        Assert.Equal(["Group:tellers", "ServiceAccount:bot", "User:ann"], rights.Holders.Select(holder => $"{holder.Subject.Kind}:{holder.Subject.Name}"));
        Assert.Equal(["get, list secrets in bank"], rights.Holders[0].Lost);
        Assert.Equal(["get, list secrets"], rights.Holders[1].Lost);
        Assert.Equal(["shop/Deployment/web"], rights.Holders[1].Workloads);
        Assert.Equal(["list secrets"], rights.Holders[2].Lost);
        Assert.Equal([new KeptRight("get secrets", "ClusterRoleBinding/auditors")], rights.Holders[2].Kept);
        Assert.Equal(0, rights.More);
    }

    [Fact]
    public void Binding_Deleted_TakesEveryRightOfItsSubjects()
    {
        var rights = Answer(Manifests.Inventory(Readers), new() { Gone = [Binding] }).Rights!;

        Assert.Equal(["ServiceAccount", "User"], rights.Holders.Select(holder => holder.Subject.Kind));
        Assert.Equal(["get, list pods", "get, list secrets"], rights.Holders[0].Lost);
        Assert.Equal(["list pods", "list secrets"], rights.Holders[1].Lost);
    }

    [Fact]
    public void Subject_TakenOut_LosesAndTheOthersDoNot()
    {
        var inventory = Manifests.Inventory(Readers);
        var binding = Documents.Finder(inventory)("ClusterRoleBinding", "", "readers")!;
        binding["subjects"]!.AsArray().RemoveAt(1);

        var holder = Assert.Single(Answer(inventory, new() { Put = [binding.ToJsonString()] }).Rights!.Holders);

        Assert.Equal("ann", holder.Subject.Name);
    }

    [Fact]
    public void Tenant_IsToldOfTheOwnNamespacesOnly()
    {
        var (inventory, question) = Asked(Readers, "L6-RBAC-SECRETS-READ", Binding);

        var rights = Answer(inventory, question with { Within = ["bank"] }).Rights!;

        Assert.Equal("tellers", Assert.Single(rights.Holders).Subject.Name);
        Assert.Equal(0, rights.More);
        Assert.Empty(Answer(inventory, question with { Within = ["shop"] }).Rights!.Holders);
    }

    [Fact]
    public void Tenant_IsToldNoSubjectOfAnotherNamespace()
    {
        var inventory = Manifests.Inventory(Readers + "\n" + """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: guests, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
            subjects: [{kind: ServiceAccount, namespace: bank, name: vault}, {kind: Group, name: 'system:serviceaccounts:bank'}, {kind: User, name: bank-robot}]
            """);
        var question = new EffectQuestion { Gone = [new("rbac.authorization.k8s.io/v1", "RoleBinding", "shop", "guests")], Within = ["shop"] };

        var rights = Answer(inventory, question).Rights!;

        Assert.Equal(["Group/", "ServiceAccount/", "User/"], rights.Holders.Select(holder => $"{holder.Subject.Kind}/{holder.Subject.Name}"));
        Assert.All(rights.Holders, holder => Assert.Null(holder.Subject.Namespace));
    }

    [Fact]
    public void Holders_AreBoundedAndCounted()
    {
        var subjects = string.Join(", ", Enumerable.Range(0, 25).Select(i => $"{{kind: User, name: u{i}}}"));
        var inventory = Manifests.Inventory(Readers.Replace("{kind: User, name: ann}]", $"{subjects}]", StringComparison.Ordinal));

        var rights = Answer(inventory, new() { Gone = [Binding] }).Rights!;

        Assert.Equal((20, 6), (rights.Holders.Count, rights.More));
    }

    private const string Shops = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: bank}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ledger, namespace: bank}
        spec: {template: {metadata: {labels: {app: ledger}}, spec: {containers: [{name: a}]}}}
        """;

    [Fact]
    public void Policy_Added_TellsTheConnectionsThatClose()
    {
        var (inventory, question) = Asked(Shops, "L7-NETPOL-DEFAULT-DENY-INGRESS", new("v1", "Namespace", "", "shop"));

        var answer = Answer(inventory, question);

        Assert.Null(answer.Rights);
        Assert.Null(answer.Connections!.IsEnforced);
        Assert.Equal(["bank/ > shop/web[Deployment]: all, none", "external > shop/web[Deployment]: all, none"], answer.Connections.Changes.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Policy_Deleted_TellsTheConnectionsThatOpen()
    {
        const string Policy = "\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress]}";

        var answer = Answer(Manifests.Inventory(Shops + Policy), new() { Gone = [new("networking.k8s.io/v1", "NetworkPolicy", "shop", "p")] });

        Assert.Equal(["shop/web[Deployment] > bank/: none, all", "shop/web[Deployment] > external: none, all"], answer.Connections!.Changes.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Policy_OfATenant_NamesNoOtherNamespace()
    {
        var (inventory, question) = Asked(Shops, "L7-NETPOL-DEFAULT-DENY-INGRESS", new("v1", "Namespace", "", "shop"));

        var json = System.Text.Encoding.UTF8.GetString(
            EffectQuestions.Effects.Answer(View(inventory), EffectQuestions.Effects.Write(question with { Within = ["shop"] })));

        Assert.Contains("hidden", json, StringComparison.Ordinal);
        Assert.DoesNotContain("bank", json, StringComparison.Ordinal);
    }

    [Fact]
    public void KindThatIsNotRead_LeavesTheAnswerOpen()
    {
        var (inventory, question) = Asked(Readers, "L6-RBAC-SECRETS-READ", Binding);
        inventory.SetCoverage(new("rbac.authorization.k8s.io", "RoleBinding", CoverageState.Forbidden, "forbidden", null, 0));

        var answer = Answer(inventory, question);

        Assert.Null(answer.Rights);
        Assert.Equal(["RoleBinding"], answer.Unread);
    }

    [Fact]
    public void Remedy_OfAPod_AsksNothing()
    {
        var before = JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"shop"}}""")!.AsObject();

        Assert.Null(EffectQuestions.Of(new([new(before, before)], [], false, [], 0), new("v1", "Pod", "shop", "a"), null));
        Assert.Same(EffectQuestions.Effects, LiveQuestions.Find("remedy.effects"));
    }

    private static string Text(ConnectionEffect change) => $"{change.Source.Id} > {change.Destination.Id}: {change.Before.Ports}, {change.After.Ports}";

    private static (ClusterInventory Inventory, EffectQuestion Question) Asked(string yaml, string control, ObjectRef subject)
    {
        var inventory = Manifests.Inventory(yaml);
        var finding = FixtureTests.Evaluate([new("fixture", "", inventory, null)]).Findings
            .Single(finding => finding.Control == control && finding.Object == subject && finding.Verdict == Verdict.Fail);
        return (inventory, EffectQuestions.Of(RemedyBook.For(finding, Documents.Finder(inventory))!, finding.Object, null)!);
    }

    private static ClusterView View(ClusterInventory inventory) => new("fixture", inventory, PosturePolicy.Default);

    private static EffectAnswer Answer(ClusterInventory inventory, EffectQuestion question) =>
        EffectQuestions.Effects.Read(EffectQuestions.Effects.Answer(View(inventory), EffectQuestions.Effects.Write(question)));
}
