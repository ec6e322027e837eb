using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Layers;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary><c>posture image inspect</c>: what stands in the registry for a reference.</summary>
internal static class ImageInspectCommand
{
    private const string BaseName = "org.opencontainers.image.base.name", BaseDigest = "org.opencontainers.image.base.digest";

    private static readonly Argument<string> Reference = new("reference") { Description = "host/path:tag or host/path@sha256:…" };
    private static readonly Option<string[]> Bases = new("--base") { Description = "Image of the same registry that this one may be built on: its layers are compared. May be given more than once; the base that the image declares is compared anyway.", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("inspect", "Show what an image is: digest, platforms, age, base, layers, signatures and attestations. Nothing is judged; 'image verify' does that.\n\n"
            + "Example:\n  posture image inspect ghcr.io/acme/web:1.2 --base ghcr.io/acme/java:21") { Reference, Bases, Format };
        foreach (var option in ImageCommand.RegistryOptions())
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(Reference)!;
            var image = ImageCommand.Reference(text);
            var bases = parsed.GetValue(Bases)!.Select(ImageCommand.Reference).ToList();
            // Its login is that of one registry, and goes nowhere else.
            if (bases.Exists(other => other.Host != image.Host))
                throw new CommandException(ExitCode.Usage, "image.other_registry", $"--base takes images of {image.Host}, the registry of the image");
            return ImageCommand.WithRegistryAsync(parsed, image, async registry =>
            {
                var document = await DocumentAsync(registry, text, image, bases, ImageCommand.RootOf(parsed), cancellationToken);
                if (parsed.GetValue(Format) == "json")
                    output.WriteLine(JsonSerializer.Serialize(document, ScanJson.Readable.ImageDocument));
                else
                    Write(document, output);
                return ExitCode.Ok;
            });
        });
        return command;
    }

    private static async Task<ImageDocument> DocumentAsync(RegistryClient registry, string text, ImageReference image, List<ImageReference> bases, TrustInUse trust, CancellationToken cancellationToken)
    {
        var repository = image.Path;
        var top = await registry.ManifestAsync(repository, TagOf(image), cancellationToken);
        var platforms = top.Manifests.Where(item => item.Platform is not (null or "unknown/unknown")).ToList();
        var manifest = ImageBasics.PlatformOf(top) is { } one ? await registry.ManifestAsync(repository, one.Digest, cancellationToken) : top;
        var facts = await ImageConfiguration.ReadAsync(registry, repository, manifest, cancellationToken);
        var evidence = await new ProvenanceReader(registry, TimeProvider.System).ReadAsync(repository, top.Digest, cancellationToken);
        string? Said(string name) => top.Annotations.GetValueOrDefault(name) ?? manifest.Annotations.GetValueOrDefault(name) ?? facts.Labels.GetValueOrDefault(name);
        if (ImageReference.Parse(Said(BaseName)) is { IsWellFormed: true } declared && declared.Host == image.Host)
            bases.Add(declared with { Digest = Said(BaseDigest) is { } said && OciManifest.IsDigest(said) ? said : declared.Digest });
        var compared = new List<ComparedBaseDocument>();
        foreach (var other in bases.Distinct())
            compared.Add(await CompareAsync(registry, facts.Layers, other, cancellationToken));
        return new(
            ImageProvenanceDocument.SchemaName, text, top.Digest, top.MediaType, [.. platforms.Select(item => item.Platform!)], facts.Created, Said(BaseName), Said(BaseDigest),
            [.. manifest.Layers.Select(OciLayerDocument.Of)], facts.Platform, facts.Layers?.DiffIds, compared,
            ImageProvenanceDocument.Of(text, top.Digest, ProvenanceJudge.Judge(new(Convert.FromHexString(top.Digest[7..]), null), evidence, null, trust.Root!), trust));
    }

    private static string TagOf(ImageReference image) => image.Digest ?? image.Tag ?? "latest";

    /// <summary>Whether the layers of an image begin with those of another; what cannot be read or compared is told as that.</summary>
    private static async Task<ComparedBaseDocument> CompareAsync(RegistryClient registry, ImageLayers? layers, ImageReference other, CancellationToken cancellationToken)
    {
        var name = $"{other.Repository}:{TagOf(other)}".Replace(":sha256:", "@sha256:", StringComparison.Ordinal);
        try
        {
            var digest = (await registry.ManifestAsync(other.Path, TagOf(other), cancellationToken)).Digest;
            var theirs = (await ImageBasics.ReadAsync(registry, other.Path, digest, cancellationToken)).Layers;
            if (layers is null || theirs is null || layers.Platform != theirs.Platform)
                return new(name, digest, null, null);
            var names = LayerChain.NamesOf(layers);
            var count = theirs.DiffIds.Count;
            return new(name, digest, count < names.Count && names[count - 1] == LayerChain.NamesOf(theirs)[^1], count);
        }
        catch (RegistryException missing) when (missing.Code == RegistryException.NotFound)
        {
            return new(name, null, null, null);
        }
    }

    private static void Write(ImageDocument document, TextWriter output)
    {
        output.WriteLine(Words.Printable(document.Reference));
        output.WriteLine($"  digest    {document.Digest}");
        if (document.Platforms.Count > 0)
            output.WriteLine(Words.Printable($"  platforms {string.Join(", ", document.Platforms)}"));
        output.WriteLine($"  built     {document.Created?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "not said"}");
        output.WriteLine(Words.Printable($"  base      {document.Base ?? "not said"}{(document.BaseDigest is { } digest ? $" {digest}" : "")}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  layers    {document.Layers.Count}, {document.Layers.Sum(layer => layer.Size):N0} bytes"));
        foreach (var other in document.ComparedBases)
            output.WriteLine(Words.Printable($"  built on  {other.Reference}: " + other.IsBase switch
            {
                true => string.Create(CultureInfo.InvariantCulture, $"yes, {other.Layers} of {document.DiffIds!.Count} layers"),
                false => "no, its layers are others",
                null => other.Digest is null ? "not known, there is no such image" : "not known, the layers cannot be compared",
            }));
        ImageTable.Write(document.Provenance, output);
    }
}
