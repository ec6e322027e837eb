namespace Posture.Analysis.Frameworks;

/// <summary>Reads <c>frameworks.txt</c>; its head says how it is written.</summary>
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
                frameworks.Add(new(parts[0], parts[1], parts[2], parts[3], groups = []));
            else if (line[0] == '#')
                groups.Add(new(parts[0], new(parts[1], parts[2]), requirements = []));
            else
                requirements.Add(new(parts[0], new(parts[1], parts[2])));
        }
        return frameworks;
    }
}
