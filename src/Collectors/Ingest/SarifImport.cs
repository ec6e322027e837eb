using System.Globalization;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Ingest;

/// <summary>SARIF of <c>trivy image -f sarif</c>: each rule with the tag "vulnerability" is one, and the run names the image.</summary>
internal static class SarifImport
{
    private static readonly string[] Severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];

    /// <summary>Lines of a message.</summary>
    private const string Fix = "Fixed Version:", Package = "Package:", Installed = "Installed Version:";

    public static IEnumerable<KubeObject> Read(SarifDocument document, ImportedFile file, Action<string, string, string> tell)
    {
        foreach (var run in document.Runs ?? [])
        {
            var digests = ImageFactsImport.DigestsOf(run.Properties?.RepoDigests);
            if (digests.Count == 0)
                tell("import.no_digest", file.Path, "the run names no repository digest, so it cannot be matched with what runs; scan the image in its registry, by digest, with trivy image -f sarif");
            var rules = (run.Tool?.Driver?.Rules ?? []).Where(rule => rule.Id is not null && rule.Properties?.Tags?.Contains("vulnerability") == true)
                .DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id!, StringComparer.Ordinal);
            List<VulnerabilityEntry> found = [.. (run.Results ?? []).Where(result => result.RuleId is not null && rules.ContainsKey(result.RuleId)).Select(result => Entry(result, rules[result.RuleId!]))];
            // A run without any may have looked for something else.
            foreach (var digest in found.Count > 0 ? digests : [])
                yield return Scans.Vulnerabilities(file, new() { Repository = run.Properties?.ImageName, Digest = digest }, file.Written, null, found);
        }
    }

    private static VulnerabilityEntry Entry(SarifResult result, SarifRule rule) => new()
    {
        VulnerabilityID = rule.Id,
        Severity = Severities.FirstOrDefault(word => rule.Properties!.Tags!.Contains(word)) ?? OfScore(rule.Properties!.Score),
        FixedVersion = Line(result, Fix),
        Resource = Line(result, Package),
        InstalledVersion = Line(result, Installed),
        Title = rule.ShortDescription?.Text,
    };

    private static string? Line(SarifResult result, string name) =>
        (result.Message?.Text ?? "").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();

    /// <summary>Bands of CVSS 3.1, §5.</summary>
    private static string OfScore(string? score) => double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value switch { >= 9 => "CRITICAL", >= 7 => "HIGH", >= 4 => "MEDIUM", _ => "LOW" }
        : "UNKNOWN";
}

/// <summary>SARIF 2.1.0: only the fields that are used.</summary>
internal sealed record SarifDocument(SarifRun[]? Runs);

/// <summary>A run of a tool.</summary>
internal sealed record SarifRun(SarifTool? Tool, SarifResult[]? Results, SarifRunProperties? Properties);

/// <summary>What trivy says of the image.</summary>
internal sealed record SarifRunProperties(string? ImageName, string[]? RepoDigests);

/// <summary>The tool.</summary>
internal sealed record SarifTool(SarifDriver? Driver);

/// <summary>Its rules.</summary>
internal sealed record SarifDriver(SarifRule[]? Rules);

/// <summary>A rule: a vulnerability, a misconfiguration or a kind of secret.</summary>
internal sealed record SarifRule(string? Id, SarifText? ShortDescription, SarifRuleProperties? Properties);

/// <summary>Tags and score.</summary>
internal sealed record SarifRuleProperties(string[]? Tags, [property: JsonPropertyName("security-severity")] string? Score);

/// <summary>A place where a rule found something.</summary>
internal sealed record SarifResult(string? RuleId, SarifText? Message);

/// <summary>A text.</summary>
internal sealed record SarifText(string? Text);
