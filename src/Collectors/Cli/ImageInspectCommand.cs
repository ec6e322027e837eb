using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;

namespace Posture.Collectors.Cli;

/// <summary><c>posture image inspect</c>: what stands in the registry for a reference.</summary>
internal static class ImageInspectCommand
{
    private const string BaseName = "org.opencontainers.image.base.name", BaseDigest = "org.opencontainers.image.base.digest";

    private static readonly Argument<string> Reference = new("reference") { Description = "host/path:tag or host/path@sha256:…" };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("inspect", "Show what an image is: digest, platforms, age, base, layers, signatures and attestations. Nothing is judged; 'image verify' does that.\n\n"
            + "Example:\n  posture image inspect ghcr.io/acme/web:1.2") { Reference, Format };
        foreach (var option in ImageCommand.RegistryOptions())
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(Reference)!;
            var image = ImageCommand.Reference(text);
            return ImageCommand.WithRegistryAsync(parsed, image, async registry =>
            {
                var document = await DocumentAsync(registry, text, image.Path, image.Digest ?? image.Tag ?? "latest", ImageCommand.RootOf(parsed), cancellationToken);
                if (parsed.GetValue(Format) == "json")
                    output.WriteLine(JsonSerializer.Serialize(document, ScanJson.Readable.ImageDocument));
                else
                    Write(document, output);
                return ExitCode.Ok;
            });
        });
        return command;
    }

    private static async Task<ImageDocument> DocumentAsync(RegistryClient registry, string text, string repository, string reference, TrustInUse trust, CancellationToken cancellationToken)
    {
        var top = await registry.ManifestAsync(repository, reference, cancellationToken);
        var platforms = top.Manifests.Where(item => item.Platform is not (null or "unknown/unknown")).ToList();
        var manifest = platforms.Count > 0 ? await registry.ManifestAsync(repository, platforms[0].Manifest.Digest, cancellationToken) : top;
        var facts = await ImageConfiguration.ReadAsync(registry, repository, manifest, cancellationToken);
        var evidence = await new ProvenanceReader(registry, TimeProvider.System).ReadAsync(repository, top.Digest, cancellationToken);
        string? Said(string name) => top.Annotations.GetValueOrDefault(name) ?? manifest.Annotations.GetValueOrDefault(name) ?? facts.Labels.GetValueOrDefault(name);
        return new(
            ImageProvenanceDocument.SchemaName, text, top.Digest, top.MediaType, [.. platforms.Select(item => item.Platform!)], facts.Created, Said(BaseName), Said(BaseDigest),
            [.. manifest.Layers.Select(OciLayerDocument.Of)],
            ImageProvenanceDocument.Of(text, top.Digest, ProvenanceJudge.Judge(new(Convert.FromHexString(top.Digest[7..]), null), evidence, null, trust.Root!), trust));
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
        ImageTable.Write(document.Provenance, output);
    }
}
