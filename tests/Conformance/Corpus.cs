using System.Text.Json.Nodes;
using Posture.Analysis.Catalogue;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>The published cases beside the repository, and which controls answer which of their rules.</summary>
internal sealed class Corpus
{
    private readonly string _root;
    private readonly JsonObject _map;

    private Corpus(string root)
    {
        _root = root;
        _map = JsonNode.Parse(File.ReadAllBytes(Path.Combine(root, "catalogue-map.json")))!.AsObject();
    }

    /// <summary>Skips the running test when the cases are not there.</summary>
    public static Corpus OrSkip()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the verdicts that other projects publish cannot be compared");
        return new(shared);
    }

    /// <summary>Every file of objects, cases and rendered products.</summary>
    public IEnumerable<string> ObjectFiles() => Directory.EnumerateFiles(Path.Combine(_root, "cases"), "objects.json", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(_root, "realistic"), "*.yaml")).Order(StringComparer.Ordinal);

    public string NameOf(string file) => Path.GetRelativePath(_root, file);

    /// <summary>Controls that no published rule is tied to: only fixtures of our own hold them.</summary>
    public IReadOnlyList<string> ControlsWithoutCase()
    {
        var tied = _map.SelectMany(corpus => corpus.Value!.AsObject()).SelectMany(rule => rule.Value!["checks"] as JsonArray ?? []).Select(id => id!.GetValue<string>()).ToHashSet();
        return [.. ControlCatalogue.Default.Checks.Select(check => check.Id).Where(id => !tied.Contains(id))];
    }

    /// <summary>Sound cases of a rule that the map ties to a check of ours.</summary>
    public IEnumerable<(Case Case, Question Question)> Mapped(IReadOnlyList<Question> questions) =>
        File.ReadLines(Path.Combine(_root, "index.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(line => line["type"]!.GetValue<string>() == "check" && line["quality"]!.GetValue<string>() == "ok")
            .Select(line => Read(line["id"]!.GetValue<string>()))
            .Select(item => (item, QuestionOf(item, questions)))
            .Where(pair => pair.Item2.Controls.Count > 0);

    /// <summary>Whether a case can be compared: its rule asks what a control answers, under settings that the product has.</summary>
    public static bool IsComparable(Case item, Question question) => question.Apart.Length == 0 && !item.RestsOnForeignSetting
        && (!item.IsOfKubelet || question.Controls.Exists(control => control.Contains("-KUBELET-", StringComparison.Ordinal)));

    private Question QuestionOf(Case item, IReadOnlyList<Question> questions)
    {
        var written = questions.SingleOrDefault(question => question.Rules.Contains($"{item.Corpus}/{item.Rule}"));
        var mapped = (_map[item.Corpus]?[item.Rule]?["checks"] as JsonArray ?? []).Select(id => id!.GetValue<string>())
            .Where(id => ControlCatalogue.Default.CheckOf(id) is not null).ToList();
        var byTopic = _map[item.Corpus]?[item.Rule]?["by"]?.GetValue<string>() == "topic"; // a candidate: the rule is to be read before use
        Assert.True(written is null || written.Controls.All(id => byTopic ? ControlCatalogue.Default.CheckOf(id) is not null : mapped.Contains(id)),
            $"questions.yaml, {item.Corpus}/{item.Rule}: a control that the map does not name");
        Assert.True(written is not { Apart.Length: > 0 } || byTopic, $"questions.yaml, {item.Corpus}/{item.Rule}: the map names the control for this very rule");
        return (written ?? new()) with { Controls = written is { Controls.Count: > 0 } ? written.Controls : mapped };
    }

    private Case Read(string id)
    {
        var folder = Path.Combine(_root, "cases", id);
        var expectation = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")))!.AsObject();
        return new(folder, id, id[..id.IndexOf('/', StringComparison.Ordinal)], expectation["rule"]!["id"]!.GetValue<string>(), expectation);
    }
}
