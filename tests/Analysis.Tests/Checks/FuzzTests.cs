using System.Text.Json.Nodes;
using CsCheck;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Remediation;
using Posture.Collectors.Kinds;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>
/// Every check over damaged objects: fields missing, null, of another type, repeated, absurdly long or hostile. What cannot be read is a named error of the
/// reader; what can gets a verdict, and what fails a patch or none. Nothing throws and no verdict is "error".
/// </summary>
public sealed class FuzzTests
{
    /// <summary>Stands for half of a surrogate pair, which JSON can escape and text cannot hold.</summary>
    private const string HalfPair = "half-pair";

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The fixtures of all controls, as JSON: every kind with every field that a check reads.</summary>
    private static readonly Lazy<IReadOnlyList<IReadOnlyList<JsonObject>>> Fixtures = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Manifests.Inventory(File.ReadAllText(file)))
            .Select(inventory => (IReadOnlyList<JsonObject>)[.. KnownKinds.All.SelectMany(known => inventory.All(known.Ref)).Select(Documents.Of)])
            .Where(objects => objects.Count > 0),
    ]);

    [Fact]
    public void Checks_OnDamagedObjects_GiveAVerdictAndNeverAnError() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 12]).List[1, 8]).Sample((fixture, damages) =>
        {
            var objects = Fixtures.Value[fixture % Fixtures.Value.Count].Select(item => item.DeepClone().AsObject()).ToList();
            foreach (var (at, how) in damages)
                Damage(objects, at, how);
            var text = string.Join("\n---\n", objects.Select(item => item.ToJsonString())).Replace(HalfPair, @"\ud800", StringComparison.Ordinal);
            var (inventory, findings) = Judge(text);
            var broken = findings.Where(finding => finding.Verdict == Verdict.Error).ToList();
            Assert.True(broken.Count == 0, $"{broken.FirstOrDefault()?.Control} {broken.FirstOrDefault()?.Message}\n{text}");
            foreach (var finding in findings.Where(finding => finding.Verdict == Verdict.Fail))
                if (RemedyBook.For(finding, Documents.Finder(inventory)) is { } remedy)
                    Show(finding, remedy, text);
        }, iter: Math.Max(Check.Iter, 2000)); // CsCheck_Iter asks for more

    /// <summary>All that the finding page makes of a remedy.</summary>
    private static void Show(Finding finding, Remedy remedy, string text)
    {
        Effect.Of(remedy, remedy.Changes.Select(change => change.Before).FirstOrDefault());
        KustomizePatch.Of(remedy, finding.Object);
        foreach (var change in remedy.Changes)
        {
            Kubectl.Patch(change);
            Ownership.Of(change.Before);
            HelmRelease.Of(change.Before);
            Assert.True(JsonNode.DeepEquals(change.After, PatchedJson.Apply(change.Before, change.Patch)), $"{finding.Control}: {change.Patch.ToJsonString()}\n{text}");
        }
    }

    private static (ClusterInventory Inventory, IReadOnlyCollection<Finding> Findings) Judge(string text)
    {
        var inventory = new ClusterInventory();
        foreach (var kind in KnownKinds.All)
            inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, 0));
        ManifestReader.Read(new StringReader(text), "fuzz.json", item => inventory.Put(item), _ => { }, error => Assert.NotEmpty(error.Code));
        var evaluator = new ClusterEvaluator("fuzz", inventory, FixtureTests.TestPolicy, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        return (inventory, [.. evaluator.Findings]);
    }

    private static void Damage(List<JsonObject> objects, int at, int how)
    {
        var places = objects.SelectMany(Places).ToList();
        var (parent, key) = places[at % places.Count];
        JsonNode? value = how switch
        {
            0 => null,
            1 => "",
            2 => "*",
            3 => -1,
            4 => long.MaxValue,
            5 => true,
            6 => new JsonObject(),
            7 => new JsonArray(),
            8 => new JsonArray((JsonNode?)null),
            9 => new string('a', 5000),
            10 => "\u202E={{ $x }}/../..:@%00[](",
            12 => HalfPair,
            _ => (parent is JsonObject map ? map[key] : parent[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)])?.DeepClone(),
        };
        switch (parent)
        {
            case JsonObject one when how == 11:
                one[key + "x"] = value;
                one.Remove(key);
                break;
            case JsonObject one:
                one[key] = value;
                break;
            case JsonArray list when how == 11:
                list.Add(value);
                break;
            case JsonArray list:
                list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = value;
                break;
        }
    }

    /// <summary>Every field and list item below the kind and version, which decide what it is read as.</summary>
    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode node)
    {
        if (node is JsonObject map)
            foreach (var (key, value) in map)
            {
                if (key is "kind" or "apiVersion" && map.Parent is null)
                    continue;
                yield return (map, key);
                foreach (var inner in value is null ? [] : Places(value))
                    yield return inner;
            }
        if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
            {
                yield return (list, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                foreach (var inner in list[i] is { } value ? Places(value) : [])
                    yield return inner;
            }
    }
}
