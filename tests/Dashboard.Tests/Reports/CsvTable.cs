using System.Text;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>A second reader of a report's table, for tests.</summary>
internal static class CsvTable
{
    /// <summary>Rows by column.</summary>
    public static List<Dictionary<string, string>> Read(byte[] csv)
    {
        var lines = Lines(Encoding.UTF8.GetString(csv).TrimStart('\uFEFF')).ToList();
        Assert.All(lines, line => Assert.Equal(lines[0].Count, line.Count));
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static IEnumerable<List<string>> Lines(string text)
    {
        var (line, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && (c is ',' or '\n'))
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (c == ',')
                    continue;
                yield return line;
                line = [];
            }
            else if (quoted || c != '\r')
                cell.Append(c);
        }
        Assert.Equal((0, 0), (line.Count, cell.Length));
    }
}
