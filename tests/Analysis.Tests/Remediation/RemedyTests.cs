using System.Text.Json.Nodes;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Remediation;
using Posture.Analysis.Tests.Checks;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Remediation;

/// <summary>Every patch that is offered makes its control pass: tried on each failing fixture of each control that has a recipe.</summary>
public sealed class RemedyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string, string> FailingFixtures()
    {
        var data = new TheoryData<string, string>();
        foreach (var control in RemedyBook.Controls.Order(StringComparer.Ordinal))
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, control), "fail.*.yaml").Order(StringComparer.Ordinal))
                data.Add(control, Path.GetFileName(file));
        return data;
    }

    [Theory]
    [MemberData(nameof(FailingFixtures))]
    public void Patch_Applied_MakesTheControlPass(string control, string file)
    {
        var (fleet, failing) = Judged(control, file);
        var inventory = fleet[0].Inventory;
        foreach (var finding in failing)
        {
            var remedy = RemedyBook.For(finding, Documents.Finder(inventory));
            if (remedy is not { Open: 0 })
                continue; // Recipe_MendsAtLeastOneFixtureWholly sees to it that there are others
            var after = Evaluate([fleet[0] with { Inventory = Patched(inventory, finding, remedy) }, .. fleet.Skip(1)]).Where(other => other.Fingerprint == finding.Fingerprint).ToList();
            Assert.False(after.Exists(other => other.Verdict is Verdict.Fail or Verdict.Error),
                $"{finding.Object} still fails: {string.Join("; ", after.SelectMany(other => other.Evidence).Select(place => $"{place.Path} = {place.Observed}"))}");
        }
    }

    public static TheoryData<string> Patchable() => new(RemedyBook.Controls.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Patchable))]
    public void Recipe_MendsAtLeastOneFixtureWholly(string control)
    {
        Assert.NotNull(ControlCatalogue.Default.CheckOf(control));
        var remedies = Directory.EnumerateFiles(Path.Combine(Root, control), "fail.*.yaml").Select(Path.GetFileName).SelectMany(file =>
        {
            var (fleet, failing) = Judged(control, file!);
            return failing.Select(finding => RemedyBook.For(finding, Documents.Finder(fleet[0].Inventory)));
        });
        Assert.Contains(remedies, remedy => remedy is { Open: 0 });
    }

    [Fact]
    public void Controls_EachHaveARecipeOrAReason()
    {
        var decided = RemedyBook.Controls.Concat(RemedyBook.Explained.Where(control => RemedyBook.NoPatch(control) != NoPatchReason.NotComputed)).ToHashSet(StringComparer.Ordinal);
        Assert.All(ControlCatalogue.Default.Checks, check => Assert.Contains(check.Id, decided));
        Assert.All(decided, control => Assert.NotNull(ControlCatalogue.Default.CheckOf(control)));
    }

    [Fact]
    public void Finding_WithMorePlacesThanItLists_LeavesTheOthersOpen()
    {
        var containers = string.Join("", Enumerable.Range(0, 25).Select(i => $"\n      - {{ name: c{i}, image: a, securityContext: {{ privileged: true }} }}"));
        var inventory = Manifests.Inventory($"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: many, namespace: shop }}\nspec:\n  template:\n    spec:\n      containers:{containers}\n");
        var finding = Evaluate([new("fixture", "", inventory, Now)]).Single(finding => finding.Control == "L1-CTR-PRIVILEGED");

        Assert.Equal(5, RemedyBook.For(finding, Documents.Finder(inventory))!.Open);
    }

    private static IReadOnlyList<Finding> Evaluate(IReadOnlyList<FleetManifest> fleet) => [.. FixtureTests.Evaluate(fleet).Findings];

    private static (IReadOnlyList<FleetManifest> Fleet, List<Finding> Failing) Judged(string control, string file)
    {
        var fleet = FleetManifests.Read(File.ReadAllText(Path.Combine(Root, control, file)));
        return (fleet, [.. Evaluate(fleet).Where(finding => finding.Control == control && finding.Verdict == Verdict.Fail)]);
    }

    /// <summary>The cluster after the remedy: pods of a changed workload are new ones.</summary>
    private static ClusterInventory Patched(ClusterInventory inventory, Finding finding, Remedy remedy)
    {
        var manifests = new List<JsonObject>();
        foreach (var item in KnownKinds.All.SelectMany(known => inventory.All(known.Ref))
            .Concat(inventory.Generic("constraints.gatekeeper.sh")).DistinctBy(item => item.Ref))
        {
            if (item is Pod && item.Metadata.OwnerReferences.Count > 0 && finding.Object.Kind is not ("Pod" or "Cluster"))
                continue;
            if (remedy.DeletesSubject && item.Ref == finding.Object)
                continue;
            var change = remedy.Changes.FirstOrDefault(change => change.Kind == item.Kind && change.Namespace == item.Namespace && change.Name == item.Name);
            manifests.Add(change is null ? Documents.Of(item) : Applied(change));
        }
        manifests.AddRange(remedy.Additions);
        var patched = Manifests.Inventory(string.Join("\n---\n", manifests.Select(manifest => manifest.ToJsonString())));
        (patched.ServerVersion, patched.TokenIssuer) = (inventory.ServerVersion, inventory.TokenIssuer);
        return patched;
    }

    /// <summary>The patch, not the "after" that it was computed from, is what a person applies; a kustomization's patch does the same.</summary>
    private static JsonObject Applied(ObjectChange change)
    {
        var patched = PatchedJson.Apply(change.Before, change.Patch);
        Assert.True(JsonNode.DeepEquals(change.After, patched), $"patch and result differ for {change.Kind} {change.Name}: {change.Patch.ToJsonString()}");
        var built = PatchedJson.Apply(change.Before, KustomizePatch.Of(change).Patch.AsArray());
        Assert.True(JsonNode.DeepEquals(patched, built), $"the kustomization makes something else of {change.Kind} {change.Name}");
        return patched;
    }
}
