using Posture.Model.Inventory;

namespace Posture.Collectors.Ingest;

/// <summary>The scan of one image by trivy: vulnerabilities, secret material, system packages, and what its configuration says of age and labels.</summary>
internal static class TrivyImport
{
    public static IEnumerable<KubeObject> Read(TrivyDocument scan, ImportedFile file, Action<string, string, string> tell)
    {
        var digests = ImageFactsImport.DigestsOf(scan.Metadata?.RepoDigests);
        if (digests.Count == 0)
            tell("import.no_digest", file.Path, "the scan names no repository digest, so it cannot be matched with what runs; scan the image in its registry, by digest");
        var results = scan.Results ?? [];
        var secrets = results.SelectMany(result => (result.Secrets ?? []).Select(secret => secret with { Target = result.Target })).ToList();
        var packages = results.Where(result => result.Class == "os-pkgs").SelectMany(result => result.Packages ?? []).Select(package => package.Name).ToList();
        var at = scan.CreatedAt ?? file.Written;
        foreach (var digest in digests)
        {
            var artifact = new ReportArtifact { Repository = scan.ArtifactName, Digest = digest };
            yield return Scans.Vulnerabilities(file, artifact, at, scan.Metadata?.System, results.SelectMany(result => (result.Vulnerabilities ?? []).Select(one => one with { PackageType = one.PackageType ?? result.Type })));
            // Silence of a scan may mean that secrets were not looked for: only what was found is told.
            if (secrets.Count > 0)
                yield return Scans.Secrets(file, artifact, at, secrets);
            if (packages.Count > 0)
                yield return Scans.Components(file, artifact, at, packages);
            if (scan.Metadata?.ImageConfig is { } config)
                yield return ImageFactsImport.Of(digest, file, new() { Created = config.Created, Labels = ImageFactsImport.LabelsOf(config.Config) });
        }
    }
}
