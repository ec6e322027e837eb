using System.Text;
using System.Text.Json;
using Posture.Analysis.Policy;
using Posture.Collectors.Sources;
using YamlDotNet.Core;

namespace Posture.Collectors.Ingest;

/// <summary>Reads a policy file. What is wrong is told with file and line; a file with anything wrong is not used at all.</summary>
internal static class PolicyFile
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The policy, or what is wrong.</summary>
    public static (PosturePolicy Policy, IReadOnlyList<SourceError> Errors) Read(string path)
    {
        try
        {
            var bytes = new FileInfo(path).Length is var length and <= MaxBytes ? File.ReadAllBytes(path) : throw new StreamLimitException();
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'), path);
        }
        catch (StreamLimitException)
        {
            return Wrong("policy.too_large", path, $"larger than {MaxBytes / 1024 / 1024} MiB; no policy needs that");
        }
        catch (DecoderFallbackException)
        {
            return Wrong("policy.syntax", path, "not UTF-8 text; save it as UTF-8 YAML or JSON");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Wrong("file.unreadable", path, "the policy file cannot be opened; check its name and permissions");
        }
    }

    private static (PosturePolicy, IReadOnlyList<SourceError>) Parse(string text, string path)
    {
        try
        {
            var documents = YamlJson.Documents(new StringReader(text)).Take(2).ToList();
            if (documents.Count > 1)
                return Wrong("policy.syntax", $"{path}:{documents[1].Line}", "more than one document; give one policy");
            if (documents.Count == 0)
                return (PosturePolicy.Default, []);
            var (lines, doubled) = YamlLines.Of(new StringReader(text));
            if (doubled is { } key)
                return Wrong("policy.duplicate_key", $"{path}:{key.Line}", $"{PlainText.Of(key.Path)} stands twice; keep one");
            using var json = JsonDocument.Parse(documents[0].Json, new() { MaxDepth = YamlJson.MaxDepth + 2 });
            var (policy, problems) = PolicyReader.Read(json.RootElement);
            return (policy, [.. problems.Select(problem => new SourceError(problem.Code, Place(path, problem.Path, lines), Message(problem)))]);
        }
        catch (YamlException syntax)
        {
            return Wrong("policy.syntax", $"{path}:{syntax.Start.Line}", "not valid YAML or JSON here; check indentation and quotes");
        }
        catch (YamlLimitException limit)
        {
            return Wrong(limit.Code, $"{path}:{limit.Line}", limit.Message);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Wrong("policy.syntax", path, "not valid YAML or JSON; keys must be text and numbers plain");
        }
    }

    private static string Message(PolicyProblem problem) => problem.Path.Length == 0 ? problem.Message : $"{PlainText.Of(problem.Path)}: {problem.Message}";

    /// <summary>The line of a field; of what holds it when the field is missing.</summary>
    private static string Place(string file, string path, IReadOnlyDictionary<string, int> lines)
    {
        for (var at = path; ; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
            if (lines.TryGetValue(at, out var line))
                return $"{file}:{line}";
            else if (at.Length == 0)
                return file;
    }

    private static (PosturePolicy, IReadOnlyList<SourceError>) Wrong(string code, string place, string message) => (PosturePolicy.Default, [new(code, place, message)]);
}
