using Posture.Analysis.Provenance;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Names;

namespace Posture.Collectors.Ingest;

/// <summary>A CycloneDX document of an image: its components, its vulnerabilities, and which of them do not matter in it.</summary>
internal static class CycloneDxImport
{
    /// <summary>Where trivy writes <c>name@sha256:…</c>.</summary>
    private const string TrivyDigest = "aquasecurity:trivy:RepoDigest";

    /// <summary>Most components that one statement is about.</summary>
    private const int MaxParts = 500;

    private static readonly string[] Severities = ["unknown", "info", "none", "low", "medium", "high", "critical"];

    public static IEnumerable<KubeObject> Read(CycloneDxDocument bom, ImportedFile file, Action<string, string, string> tell)
    {
        var digests = DigestsOf(bom.Metadata?.Component);
        if (digests.Count == 0)
            tell("import.no_digest", file.Path, "metadata.component names no image by digest, so it cannot be matched with what runs; give it a purl pkg:oci/NAME@sha256:DIGEST");
        var at = bom.Metadata?.Timestamp ?? file.Written;
        var parts = new CycloneDxParts(bom);
        foreach (var digest in digests)
        {
            var artifact = new ReportArtifact { Repository = bom.Metadata?.Component?.Name, Digest = digest };
            if (bom.Components is { Length: > 0 } components)
                yield return Scans.Components(file, artifact, at, components.Select(component => component.Name));
            // Tools write an empty list where they did not look for any: a bill of materials is no scan.
            if (bom.Vulnerabilities is not { Length: > 0 } vulnerabilities)
                continue;
            yield return Scans.Vulnerabilities(file, artifact, at, null, vulnerabilities.SelectMany(one => Entries(one, parts)));
            List<VexStatement> vex = [.. vulnerabilities.Where(one => one.Analysis?.State is not null).SelectMany(one => Statements(one, parts, file, at))];
            if (vex.Count > 0)
                yield return ImageFactsImport.Of(digest, file, new() { Vex = vex });
        }
    }

    private static IReadOnlyList<string> DigestsOf(CycloneDxComponent? image) =>
    [
        .. (image?.Properties ?? []).Where(property => property.Name == TrivyDigest).Select(property => property.Value).Append(image?.Purl).Append(image?.Version)
            .Select(OpenVex.DigestOf).OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    /// <summary>One a component that has it, with the worst of its ratings: whose the others are does not matter.</summary>
    private static IEnumerable<VulnerabilityEntry> Entries(CycloneDxVulnerability one, CycloneDxParts parts)
    {
        var entry = new VulnerabilityEntry
        {
            VulnerabilityID = one.Id,
            Severity = Severities[(one.Ratings ?? []).Select(rating => int.Max(0, Array.IndexOf(Severities, rating.Severity?.ToLowerInvariant()))).DefaultIfEmpty(0).Max()].ToUpperInvariant(),
            FixedVersion = one.Recommendation,
            PublishedDate = one.Published,
            Title = one.Description,
        };
        var (places, isWhole) = parts.Of(one);
        return isWhole || places.Count == 0 ? [entry] : places.Select(part => entry with { Resource = part.Name, InstalledVersion = part.Version, PackagePURL = part.Purl });
    }

    /// <summary>Of the components that it is about. What is about a component that nobody can find in a report is about nothing.</summary>
    private static IEnumerable<VexStatement> Statements(CycloneDxVulnerability one, CycloneDxParts parts, ImportedFile file, DateTimeOffset at)
    {
        var (places, isWhole) = parts.Of(one);
        return isWhole ? [Statement(one, file, at)] : places.Where(part => PackageName.OfUrl(part.Purl) is not null).Take(MaxParts).Select(part => Statement(one, file, at) with { Part = part.Purl });
    }

    private static VexStatement Statement(CycloneDxVulnerability one, ImportedFile file, DateTimeOffset at) => new()
    {
        Vulnerability = one.Id ?? "",
        Status = one.Analysis!.State switch
        {
            "not_affected" or "false_positive" => VexStatement.NotAffected,
            "resolved" or "resolved_with_pedigree" => VexStatement.Fixed,
            "exploitable" => "affected",
            _ => "under_investigation",
        },
        Justification = one.Analysis.Justification ?? one.Analysis.State,
        At = one.Analysis.LastUpdated ?? at,
        By = Path.GetFileName(file.Path),
    };
}
