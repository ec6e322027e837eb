using System.Reflection;
using Posture.Analysis.Checks;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Catalogue;

/// <summary>Title of any control in both languages: that of its check's guidance, and the catalogue's own where no check exists yet.</summary>
public static class ControlTitles
{
    private static readonly Dictionary<string, string> Chinese = Read();

    /// <summary>The title; English when <paramref name="chinese"/> is false.</summary>
    public static string Of(Control control, bool chinese)
    {
        if (ControlCatalogue.Default.CheckOf(control.Id) is { } check && Guidance.Of(check, chinese) is { } guidance)
            return guidance.Title;
        return chinese ? Chinese.GetValueOrDefault(control.Id, control.Title) : control.Title;
    }

    private static Dictionary<string, string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Posture.Analysis.Catalogue.titles.zh-Hans.txt")
            ?? throw new InvalidOperationException("titles.zh-Hans.txt is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != ';').Select(line => line.Split(" | "))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);
    }
}
