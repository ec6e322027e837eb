using System.Text;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Our verdicts beside those that other projects publish of the same objects.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void PublishedCases_Differ_OnlyWhereTheReasonIsWritten()
    {
        var corpus = Corpus.OrSkip();
        var questions = Written.Questions();
        var mapped = corpus.Mapped(questions).ToList();
        var compared = mapped.Where(pair => Corpus.IsComparable(pair.Case, pair.Question)).Select(pair => Comparison.Of(pair.Case, pair.Question)).ToList();
        var apart = mapped.Count(pair => pair.Question.Apart.Length > 0);
        var entries = Written.Differences();
        var differing = compared.Where(comparison => comparison.Difference is not null).ToList();
        Show($"""
            {Matrix(compared)}{compared.Count - differing.Count} of {compared.Count} cases agree ({100.0 * (compared.Count - differing.Count) / compared.Count:F1} %)
            of {mapped.Count} cases whose rule maps to a control, {apart} are set apart as asking something else,
            {mapped.Count - apart - compared.Count} rest on settings of another product or are a kubelet's
            differences.yaml: {File.ReadLines(Written.DifferencesFile).Count()} lines, {entries.Count} entries for {differing.Count} differing cases
            """);

        var unexplained = differing.Where(comparison => entries.Count(entry => entry.Covers(comparison.Case)) != 1).ToList();
        var wrong = unexplained.Select(comparison =>
                $"{comparison.Case.Id} (rule {comparison.Case.Rule}, {string.Join(' ', comparison.Controls)}), not explained by exactly one entry: {comparison.Difference}")
            .Concat(entries.Select(entry => (entry, Found: differing.Count(comparison => entry.Covers(comparison.Case))))
                .Where(pair => pair.Found == 0 || pair.Found != (pair.entry.Cases.Count > 0 ? pair.entry.Cases.Count : pair.entry.Count))
                .Select(pair => $"entry {pair.entry.Name} {pair.entry.Expect}: {pair.Found} cases differ now; correct or drop it"))
            .Concat(entries.Where(entry => entry.Reason.Length < 40 || entry.Ours is not ("stricter" or "laxer" or "other"))
                .Select(entry => $"entry {entry.Name}: no reason is written"))
            .ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void AnyFileOfTheCorpus_EndsInVerdicts_NeverInAnError()
    {
        var corpus = Corpus.OrSkip();
        var wrong = new List<string>();
        var files = 0;
        foreach (var file in corpus.ObjectFiles())
        {
            files++;
            var cluster = new CaseCluster();
            cluster.Read(File.ReadAllText(file));
            wrong.AddRange(cluster.Evaluate(PosturePolicy.Default).Where(finding => finding.Verdict == Verdict.Error)
                .Select(finding => $"{corpus.NameOf(file)}: {finding.Control} {finding.Object} {finding.Message}"));
        }
        Show($"{files} files, {wrong.Count} errors");
        Assert.Empty(wrong);
        Assert.True(files > 2000, $"only {files} files were read");
    }

    [Fact]
    public void ControlWithoutAPublishedCase_HasSixFixturesOfItsOwn()
    {
        var controls = Corpus.OrSkip().ControlsWithoutCase();
        var fixtures = Path.Combine(SharedFolder.Checkout!, "tests", "Analysis.Tests", "Fixtures");
        Assert.NotEmpty(controls);
        Assert.Empty(controls.Where(id => Directory.GetFiles(Path.Combine(fixtures, id), "*.yaml").Length < 6).ToList());
    }

    /// <summary>Printed whether the test passes or not: the figures are its result as much as the verdict is.</summary>
    private void Show(string text)
    {
        output.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }

    private static string Matrix(List<Comparison> compared)
    {
        var text = new StringBuilder();
        var corpora = compared.Select(comparison => comparison.Case.Corpus).Distinct().Order(StringComparer.Ordinal).ToList();
        text.Append($"{"agree/compared",-30}").AppendJoin("", corpora.Select(name => $"{name,12}")).AppendLine($"{"all",12}");
        foreach (var control in compared.SelectMany(comparison => comparison.Controls).Distinct().Order(StringComparer.Ordinal))
            Row(control, [.. compared.Where(comparison => comparison.Controls.Contains(control))]);
        Row("cases", compared);
        return text.ToString();

        void Row(string name, List<Comparison> of)
        {
            text.Append($"{name,-30}");
            foreach (var corpus in corpora)
                text.Append($"{Share([.. of.Where(comparison => comparison.Case.Corpus == corpus)]),12}");
            text.AppendLine($"{Share(of),12}");
        }

        static string Share(List<Comparison> of) => of.Count == 0 ? "" : $"{of.Count(comparison => comparison.Difference is null)}/{of.Count}";
    }
}
