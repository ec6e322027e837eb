using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace Posture.Analysis.Checks;

/// <summary>
/// Texts for people about one check, from <c>X.md</c> (English) or <c>X.zh-Hans.md</c> beside its class: a title, one sentence of problem, then the sections
/// Why, Fix (a manifest before and after) and Verify (a command).
/// </summary>
/// <param name="Title">Heading of pages and reports.</param>
/// <param name="Problem">One sentence: what is wrong when the check fails.</param>
/// <param name="Why">What can happen.</param>
/// <param name="Fix">What to do, in words.</param>
/// <param name="Before">Manifest that fails.</param>
/// <param name="After">The same manifest, passing.</param>
/// <param name="Verify">Command that shows the fix worked.</param>
public sealed record Guidance(string Title, string Problem, string Why, string Fix, string Before, string After, string Verify)
{
    private static readonly ConcurrentDictionary<(string Check, bool Chinese), Guidance?> Cache = new();

    /// <summary>Guidance of a check in a language; English when the culture is not Chinese. Null when a check has none (a test forbids it).</summary>
    public static Guidance? Of(Check check, bool chinese) => Cache.GetOrAdd((check.GetType().Name, chinese), key => Load(key.Check, key.Chinese));

    internal static Guidance Parse(string markdown)
    {
        var sections = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var blocks = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        string title = "", section = "", fence = "";
        var block = new StringBuilder();
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (fence.Length == 0)
                    fence = line;
                else
                {
                    blocks.TryAdd(section, []);
                    blocks[section].Add(block.ToString().TrimEnd('\n'));
                    block.Clear();
                    fence = "";
                }
            }
            else if (fence.Length > 0)
                block.Append(line).Append('\n');
            else if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..].Trim();
            else if (line.StartsWith("# ", StringComparison.Ordinal))
                title = line[2..].Trim();
            else
            {
                sections.TryAdd(section, new());
                sections[section].Append(line).Append('\n');
            }
        }
        string Text(string name) => sections.TryGetValue(name, out var text) ? text.ToString().Trim() : "";
        string Block(string name, int index) => blocks.TryGetValue(name, out var list) && list.Count > index ? list[index] : "";
        return new(title, Text(""), Text("Why"), Text("Fix"), Block("Fix", 0), Block("Fix", 1), Block("Verify", 0));
    }

    private static Guidance? Load(string check, bool chinese)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Guidance/{check}{(chinese ? ".zh-Hans" : "")}.md");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
