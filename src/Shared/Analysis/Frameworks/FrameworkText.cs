using Posture.Analysis.Catalogue;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Frameworks;

/// <summary>
/// Reads a file of this folder. A framework is <c>! id | key of references in controls.json, or - | name | version | note | note in Chinese</c>; several in a row have the
/// same items. A group is <c># id | English | Chinese</c>, an item <c>id | class | English | Chinese</c> and, where it is not the references of controls that name it,
/// <c>| controls</c> with spaces between, <c>-</c> for none. A line that begins with a semicolon is a remark.
/// </summary>
internal static class FrameworkText
{
    public static IReadOnlyList<Framework> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var frameworks = new List<Framework>();
        var groups = new List<RequirementGroup>();
        var requirements = new List<Requirement>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == ';')
                continue;
            var parts = line.TrimStart('!', '#', ' ').Split(" | ");
            if (line[0] == '!')
                frameworks.Add(new(parts[0], parts[1] == "-" ? "" : parts[1], parts[2], parts[3], new(parts[4], parts[5]), groups));
            else if (line[0] == '#')
                groups.Add(new(parts[0], new(parts[1], parts[2]), requirements = []));
            else
                requirements.Add(Item(frameworks[^1], parts));
        }
        return frameworks;
    }

    private static Requirement Item(Framework framework, string[] parts)
    {
        if (!Requirement.Classes.Contains(parts[1], StringComparer.Ordinal))
            throw new InvalidOperationException($"{framework.Id} {parts[0]}: no class {parts[1]}");
        return new(parts[0], parts[1], new(parts[2], parts[3]), parts.Length > 4 ? Named(framework, parts) : Referring(framework, parts[0]));
    }

    private static List<Control> Named(Framework framework, string[] parts) =>
    [
        .. parts[4].Split(' ').Where(id => id != "-")
            .Select(id => ControlCatalogue.Default.Find(id) ?? throw new InvalidOperationException($"{framework.Id} {parts[0]}: no control {id}")),
    ];

    private static List<Control> Referring(Framework framework, string item) =>
        [.. ControlCatalogue.Default.Controls.Where(control => control.References.GetValueOrDefault(framework.Reference, []).Contains(item, StringComparer.Ordinal))];
}
