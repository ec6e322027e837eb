using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Our verdicts beside those that other projects publish of the same objects.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    /// <summary>Least share of the compared cases that agree.</summary>
    private const double LeastShare = 0.90;

    /// <summary>The same with each case that is set apart counted as a disagreement: setting cases apart cannot raise the figure. It only ever rises.</summary>
    private const double LeastShareWithApart = 0.82;

    /// <summary>Lines of differences.yaml: it only ever shrinks.</summary>
    private const int MostLines = 512;

    [Fact]
    public void PublishedCases_Differ_OnlyWhereTheReasonIsWritten()
    {
        var agreement = Agreement.Of(Corpus.OrSkip());
        var entries = Written.Differences();
        var unexplained = agreement.Differing.Where(comparison => entries.Count(entry => entry.Covers(comparison.Case)) != 1).ToList();
        var wrong = unexplained.Select(comparison =>
                $"{comparison.Case.Id} (rule {comparison.Case.Rule}, {string.Join(' ', comparison.Controls)}), not explained by exactly one entry: {comparison.Difference}")
            .Concat(entries.Select(entry => (entry, Found: agreement.Differing.Count(comparison => entry.Covers(comparison.Case))))
                .Where(pair => pair.Found == 0 || pair.Found != (pair.entry.Cases.Count > 0 ? pair.entry.Cases.Count : pair.entry.Count))
                .Select(pair => $"entry {pair.entry.Name} {pair.entry.Expect}: {pair.Found} cases differ now; correct or drop it"))
            .Concat(agreement.Differing.Where(comparison => IsOtherwise(comparison, entries.Find(entry => entry.Covers(comparison.Case))?.Ours))
                .Select(comparison => $"{comparison.Case.Id}: ours is not what its entry says: {comparison.Difference}"))
            .Concat(entries.Where(entry => entry.Reason.Length < 40 || entry.Ours is not ("stricter" or "laxer" or "other"))
                .Select(entry => $"entry {entry.Name}: no reason is written"))
            .ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        var report = agreement.Report(entries);
        Show(report);
        TestContext.Current.AddAttachment($"agreement, {agreement.Agreeing} of {agreement.Compared.Count} cases.txt", report); // a plain run names this file
        Assert.True(agreement.Share >= LeastShare, $"{agreement.Share:P2} of the compared cases agree, less than {LeastShare:P2}");
        Assert.True(agreement.ShareWithApart >= LeastShareWithApart,
            $"{agreement.ShareWithApart:P2} of the compared cases and those set apart agree, less than {LeastShareWithApart:P2}");
        Assert.True(File.ReadLines(Written.DifferencesFile).Count() <= MostLines, "differences.yaml grew");
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

    /// <summary>Stricter means that ours fails what the rule passes, also in a case in which the rule fails another object; laxer the reverse.</summary>
    private static bool IsOtherwise(Comparison comparison, string? ours) => ours switch
    {
        "stricter" => comparison.Difference!.Contains("expected fail", StringComparison.Ordinal),
        "laxer" => comparison.Difference!.Contains("expected pass", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Printed whether the test passes or not: the figures are its result as much as the verdict is.</summary>
    private void Show(string text)
    {
        output.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }
}
