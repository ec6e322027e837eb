using System.Text.Json;
using Posture.Analysis.Provenance;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Ingest;

/// <summary>Facts of images from what docker and cosign print.</summary>
internal static class ImageFactsImport
{
    private const string Algorithm = "sha256:";

    /// <summary>Digests of <c>name@sha256:…</c>, each once.</summary>
    public static IReadOnlyList<string> DigestsOf(string[]? references) =>
    [
        .. (references ?? []).Select(reference => reference.LastIndexOf(Algorithm, StringComparison.Ordinal) is var at and >= 0 ? reference[at..] : "")
            .Where(digest => digest.Length > Algorithm.Length).Distinct(StringComparer.Ordinal),
    ];

    public static IEnumerable<KubeObject> OfInspect(InspectedImage[] images, ImportedFile file, Action<string, string, string> tell)
    {
        foreach (var image in images)
        {
            var digests = DigestsOf(image.RepoDigests);
            if (digests.Count == 0)
                tell("import.no_digest", file.Path, "an image without a repository digest cannot be matched with what runs; push or pull it first");
            foreach (var digest in digests)
                yield return Of(digest, file, new() { Created = image.Created, Labels = LabelsOf(image.Config) });
        }
    }

    public static IEnumerable<KubeObject> OfVerify(CosignSignature[] signatures, ImportedFile file) => signatures
        .Where(signature => signature.Critical?.Image?.Digest is { Length: > 0 })
        .GroupBy(signature => signature.Critical!.Image!.Digest!, StringComparer.Ordinal)
        .Select(of => Of(of.Key, file, new() { Signatures = [.. of.Select(one => new ImageSignature { Signer = one.Optional?.Subject, Issuer = one.Optional?.Issuer })] }));

    /// <exception cref="JsonException">The payload is no statement.</exception>
    public static IEnumerable<KubeObject> OfEnvelope(DsseEnvelope envelope, ImportedFile file)
    {
        var buffer = new byte[(envelope.Payload?.Length ?? 0) * 3 / 4 + 3];
        if (!Convert.TryFromBase64String(envelope.Payload ?? "", buffer, out var length))
            throw new JsonException("the payload is not base64");
        NullItems.Refuse(buffer.AsSpan(0, length));
        var statement = JsonSerializer.Deserialize(buffer.AsSpan(0, length), IngestJson.Default.InTotoStatement);
        foreach (var subject in statement?.Subject ?? [])
            if (subject.Digest?.GetValueOrDefault("sha256") is { Length: > 0 } digest)
                yield return Of(Algorithm + digest, file, new()
                {
                    Attestations = [new() { PredicateType = statement!.PredicateType ?? "", Builder = statement.Predicate?.RunDetails?.Builder?.Id ?? statement.Predicate?.Builder?.Id }],
                });
    }

    /// <exception cref="JsonException">It is no OpenVEX document.</exception>
    public static IEnumerable<KubeObject> OfVex(JsonElement document, ImportedFile file, Action<string, string, string> tell)
    {
        var said = OpenVex.Read(document, Path.GetFileName(file.Path));
        if (!said.Any(one => one.Digest is not null))
            tell("import.no_digest", file.Path, "no statement is about an image that it names by digest, or about a part of one by its package URL; name the product as pkg:oci/NAME@sha256:DIGEST");
        return said.Where(one => one.Digest is not null).GroupBy(one => one.Digest!, one => one.Statement, StringComparer.Ordinal).Select(of => Of(of.Key, file, new() { Vex = [.. of] }));
    }

    public static StringMap LabelsOf(ContainerConfig? config) =>
        config?.Labels is { } labels ? StringMap.From(labels.Select(label => KeyValuePair.Create(label.Key, label.Value ?? ""))) : StringMap.Empty;

    public static ImageFacts Of(string digest, ImportedFile file, ImageFactsData facts)
    {
        facts.Source = $"import {Path.GetFileName(file.Path)}";
        return new() { ApiVersion = $"{KindInfo.OwnGroup}/v1", Kind = "ImageFacts", Metadata = new() { Name = digest }, Spec = facts };
    }

    /// <summary>What two files say of one image.</summary>
    public static ImageFacts Merge(ImageFacts left, ImageFacts right) => left with
    {
        Spec = new()
        {
            Source = $"{left.Spec.Source}, {right.Spec.Source}",
            Signatures = left.Spec.Signatures is null || right.Spec.Signatures is null ? left.Spec.Signatures ?? right.Spec.Signatures : [.. left.Spec.Signatures, .. right.Spec.Signatures],
            Attestations = left.Spec.Attestations is null || right.Spec.Attestations is null ? left.Spec.Attestations ?? right.Spec.Attestations : [.. left.Spec.Attestations, .. right.Spec.Attestations],
            Vex = left.Spec.Vex is null || right.Spec.Vex is null ? left.Spec.Vex ?? right.Spec.Vex : [.. left.Spec.Vex, .. right.Spec.Vex],
            IsPartial = left.Spec.IsPartial || right.Spec.IsPartial,
            Labels = left.Spec.Labels ?? right.Spec.Labels,
            Created = left.Spec.Created ?? right.Spec.Created,
            Base = left.Spec.Base ?? right.Spec.Base,
            Newest = left.Spec.Newest ?? right.Spec.Newest,
            Layers = left.Spec.Layers ?? right.Spec.Layers,
            Ancestors = left.Spec.Ancestors ?? right.Spec.Ancestors,
            Owner = left.Spec.Owner ?? right.Spec.Owner,
        },
    };
}
