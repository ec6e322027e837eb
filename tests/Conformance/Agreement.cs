using System.Text;

namespace Posture.Conformance;

/// <summary>How the compared cases came out, over all and by control and corpus.</summary>
/// <param name="Mapped">Every sound case whose rule the map ties to a control.</param>
/// <param name="Compared">Those that can be compared.</param>
internal sealed record Agreement(IReadOnlyList<(Case Case, Question Question)> Mapped, IReadOnlyList<Comparison> Compared)
{
    private readonly List<(Case Case, Question Question)> _apart = [.. Mapped.Where(pair => pair.Question.Apart.Length > 0)];

    public IReadOnlyList<Comparison> Differing { get; } = [.. Compared.Where(comparison => comparison.Difference is not null)];

    public int Agreeing => Compared.Count - Differing.Count;

    /// <summary>Agreeing cases among those compared.</summary>
    public double Share => (double)Agreeing / Compared.Count;

    /// <summary>Agreeing cases among those compared or set apart: as if every one set apart were a disagreement.</summary>
    public double ShareWithApart => (double)Agreeing / (Compared.Count + _apart.Count);

    public static Agreement Of(Corpus corpus)
    {
        var mapped = corpus.Mapped(Written.Questions()).ToList();
        return new(mapped, [.. mapped.Where(pair => Corpus.IsComparable(pair.Case, pair.Question)).Select(pair => Comparison.Of(pair.Case, pair.Question))]);
    }

    /// <summary>The totals, then a line a control, then each case that differs.</summary>
    public string Report(IReadOnlyList<DifferenceEntry> entries)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Agreeing} of {Compared.Count} compared cases agree ({100 * Share:F1} %); {_apart.Count} more are set apart as asking something else");
        text.AppendLine($"(with each of them counted as a disagreement: {100 * ShareWithApart:F1} %), and {Mapped.Count - _apart.Count - Compared.Count} rest on settings of");
        text.AppendLine($"another product or are a kubelet's, of {Mapped.Count} whose rule maps to a control.");
        text.AppendLine($"differences.yaml: {File.ReadLines(Written.DifferencesFile).Count()} lines, {entries.Count} entries for {Differing.Count} differing cases").AppendLine();
        Matrix(text);
        text.AppendLine().AppendLine("Cases that differ:");
        foreach (var comparison in Differing)
            text.AppendLine($"{comparison.Case.Id} ({string.Join(' ', comparison.Controls)}; ours {entries.First(entry => entry.Covers(comparison.Case)).Ours})");
        return text.ToString();
    }

    private void Matrix(StringBuilder text)
    {
        var corpora = Mapped.Select(pair => pair.Case.Corpus).Distinct().Order(StringComparer.Ordinal).ToList();
        text.Append($"{"agree/compared+apart",-30}").AppendJoin("", corpora.Select(name => $"{name,12}")).AppendLine($"{"all",14}{"differ",8}");
        foreach (var control in Mapped.SelectMany(pair => pair.Question.Controls).Distinct().Order(StringComparer.Ordinal))
            Row(control, [.. Compared.Where(comparison => comparison.Controls.Contains(control))], [.. _apart.Where(pair => pair.Question.Controls.Contains(control))]);
        Row("cases", Compared, _apart);

        void Row(string name, IReadOnlyList<Comparison> of, List<(Case Case, Question Question)> apart)
        {
            text.Append($"{name,-30}");
            foreach (var corpus in corpora)
                text.Append($"{Cell([.. of.Where(comparison => comparison.Case.Corpus == corpus)], apart.Count(pair => pair.Case.Corpus == corpus)),12}");
            text.AppendLine($"{Cell(of, apart.Count),14}{of.Count(comparison => comparison.Difference is not null),8}");
        }

        static string Cell(IReadOnlyList<Comparison> of, int apart) => of.Count + apart == 0 ? ""
            : $"{of.Count(comparison => comparison.Difference is null)}/{of.Count}{(apart == 0 ? "" : $"+{apart}")}";
    }
}
