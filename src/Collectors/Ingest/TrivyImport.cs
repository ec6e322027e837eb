using Posture.Model.Inventory;

namespace Posture.Collectors.Ingest;

/// <summary>The scan of one image by trivy: vulnerabilities, secret material, system packages, and what its configuration says of age and labels.</summary>
internal static class TrivyImport
{
    private const string Group = "aquasecurity.github.io/v1alpha1";

    public static IEnumerable<KubeObject> Read(TrivyDocument scan, ImportedFile file, Action<string, string, string> tell)
    {
        var digests = ImageFactsImport.DigestsOf(scan.Metadata?.RepoDigests);
        if (digests.Count == 0)
            tell("import.no_digest", file.Path, "the scan names no repository digest, so it cannot be matched with what runs; scan the image in its registry, by digest");
        var results = scan.Results ?? [];
        var secrets = results.SelectMany(result => (result.Secrets ?? []).Select(secret => secret with { Target = result.Target })).ToList();
        var packages = results.Where(result => result.Class == "os-pkgs").SelectMany(result => result.Packages ?? []).Select(package => package.Name).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var at = scan.CreatedAt ?? file.Written;
        foreach (var digest in digests)
        {
            var artifact = new ReportArtifact { Repository = scan.ArtifactName, Digest = digest };
            yield return new VulnerabilityReport
            {
                ApiVersion = Group,
                Kind = "ClusterVulnerabilityReport",
                Metadata = new() { Name = NameOf(file, digest) },
                Report = new()
                {
                    UpdateTimestamp = at,
                    Artifact = artifact,
                    Os = scan.Metadata?.System,
                    Vulnerabilities = VulnerabilityList.Of(results.SelectMany(result => result.Vulnerabilities ?? [])),
                },
            };
            // Silence of a scan may mean that secrets were not looked for: only what was found is told.
            if (secrets.Count > 0)
            {
                yield return new ExposedSecretReport
                {
                    ApiVersion = Group,
                    Kind = "ExposedSecretReport",
                    Metadata = new() { Name = NameOf(file, digest) },
                    Report = new() { UpdateTimestamp = at, Artifact = artifact, Secrets = ExposedSecretList.Of(secrets) },
                };
            }
            if (packages.Count > 0)
            {
                yield return new SbomReport
                {
                    ApiVersion = Group,
                    Kind = "ClusterSbomReport",
                    Metadata = new() { Name = NameOf(file, digest) },
                    Report = new() { UpdateTimestamp = at, Artifact = artifact, Components = new() { Components = ListOf(packages) } },
                };
            }
            if (scan.Metadata?.ImageConfig is { } config)
                yield return ImageFactsImport.Of(digest, file, new() { Created = config.Created, Labels = ImageFactsImport.LabelsOf(config.Config) });
        }
    }

    private static ComponentList ListOf(List<string> packages) => new()
    {
        Count = packages.Count,
        Packages = [.. packages.Take(ComponentList.MaxKept)],
        Left = Math.Max(0, packages.Count - ComponentList.MaxKept),
    };

    /// <summary>One report a file and digest: several scans of one image stand beside each other, and the newest holds.</summary>
    private static string NameOf(ImportedFile file, string digest) => $"import {file.Stem} {digest}";
}
