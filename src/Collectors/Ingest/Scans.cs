using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Ingest;

/// <summary>Reports as trivy-operator writes them into a cluster, of a file that somebody brings.</summary>
internal static class Scans
{
    private const string Group = "aquasecurity.github.io/v1alpha1";

    public static VulnerabilityReport Vulnerabilities(ImportedFile file, ReportArtifact artifact, DateTimeOffset at, ReportOs? system, IEnumerable<VulnerabilityEntry> found) => new()
    {
        ApiVersion = Group,
        Kind = "ClusterVulnerabilityReport",
        Metadata = new() { Name = NameOf(file, artifact) },
        Report = new() { UpdateTimestamp = at, Artifact = artifact, Os = system, Vulnerabilities = VulnerabilityList.Of(found) },
    };

    public static ExposedSecretReport Secrets(ImportedFile file, ReportArtifact artifact, DateTimeOffset at, IReadOnlyList<ExposedSecret> secrets) => new()
    {
        ApiVersion = Group,
        Kind = "ExposedSecretReport",
        Metadata = new() { Name = NameOf(file, artifact) },
        Report = new() { UpdateTimestamp = at, Artifact = artifact, Secrets = ExposedSecretList.Of(secrets) },
    };

    public static SbomReport Components(ImportedFile file, ReportArtifact artifact, DateTimeOffset at, IEnumerable<string?> names)
    {
        List<string> packages = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new()
        {
            ApiVersion = Group,
            Kind = "ClusterSbomReport",
            Metadata = new() { Name = NameOf(file, artifact) },
            Report = new()
            {
                UpdateTimestamp = at,
                Artifact = artifact,
                Components = new() { Components = new() { Count = packages.Count, Packages = [.. packages.Take(ComponentList.MaxKept)], Left = Math.Max(0, packages.Count - ComponentList.MaxKept) } },
            },
        };
    }

    /// <summary>One report a file and digest: several scans of one image stand beside each other, and the newest holds.</summary>
    private static string NameOf(ImportedFile file, ReportArtifact artifact) => $"import {file.Stem} {artifact.Digest}";
}
