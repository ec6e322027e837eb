using Posture.Analysis.Provenance;

namespace Posture.Collectors.Registries;

/// <summary>
/// Gathers everything in a registry that vouches for a digest: artifacts that refer to it (Sigstore bundles, signatures of Notation), and cosign's tags <c>.sig</c> and <c>.att</c>.
/// What could not be read is told: nothing found is only then nothing there.
/// </summary>
public sealed class ProvenanceReader(RegistryClient registry, TimeProvider time)
{
    /// <summary>Most signatures and attestations that are looked at for one image; whoever can push could else keep a checker busy for ever (CVE-2023-46737).</summary>
    public const int MaxSignatures = 100;

    /// <summary>Most bytes of a payload, an envelope or a bundle.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Looks.</summary>
    /// <param name="repository">Repository without the host.</param>
    /// <param name="digest"><c>sha256:…</c> of the image.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ProvenanceEvidence> ReadAsync(string repository, string digest, CancellationToken cancellationToken) => ReadAsync(repository, digest, null, cancellationToken);

    /// <summary>Looks, and leaves out tags that are known not to be there.</summary>
    internal async Task<ProvenanceEvidence> ReadAsync(string repository, string digest, TagList? tags, CancellationToken cancellationToken)
    {
        var (found, unread) = (new List<FoundSignature>(), new List<(string, string)>());
        var tag = digest.Replace(':', '-');
        await LookAsync(unread, () => ReferrersAsync(repository, digest, tags, found, unread, cancellationToken));
        foreach (var beside in (string[])[tag + ".sig", tag + ".att"])
            if (tags?.Has(beside) != false)
                await LookAsync(unread, () => TagAsync(repository, beside, found, cancellationToken));
        return new(found, unread, time.GetUtcNow());
    }

    private static async Task LookAsync(List<(string, string)> unread, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (RegistryException missing) when (missing.Code == RegistryException.NotFound)
        {
            // No such tag: nothing of that kind.
        }
        catch (RegistryException failed)
        {
            unread.Add((failed.Code, failed.Message));
        }
    }

    private async Task ReferrersAsync(string repository, string digest, TagList? tags, List<FoundSignature> found, List<(string, string)> unread, CancellationToken cancellationToken)
    {
        foreach (var referrer in await registry.ReferrersAsync(repository, digest, tags, cancellationToken))
        {
            var type = referrer.ArtifactType ?? "";
            // Where the index does not say what it is, or says "empty" as cosign's pushes have it, the manifest does.
            if (type is not ("" or OciManifest.Empty) && SigstoreBundle.VersionOf(type) == 0 && type != NotationEnvelope.ArtifactType)
                continue;
            await LookAsync(unread, async () =>
            {
                var manifest = await registry.ManifestAsync(repository, referrer.Digest, cancellationToken);
                foreach (var layer in manifest.Layers)
                    if (SigstoreBundle.VersionOf(layer.MediaType) > 0)
                        await AddAsync(repository, layer, "Sigstore bundle", bytes => (SigstoreBundle.Parse(bytes), null), found, cancellationToken);
                    else if (manifest.ArtifactType == NotationEnvelope.ArtifactType || type == NotationEnvelope.ArtifactType)
                        await AddNotationAsync(repository, layer, found, cancellationToken);
            });
        }
    }

    private async Task TagAsync(string repository, string tag, List<FoundSignature> found, CancellationToken cancellationToken)
    {
        foreach (var layer in (await registry.ManifestAsync(repository, tag, cancellationToken)).Layers)
            if (layer.MediaType == CosignLayer.SimpleSigning)
                await AddAsync(repository, layer, "cosign signature", bytes => (CosignLayer.Signature(layer.Annotations), bytes), found, cancellationToken);
            else if (layer.MediaType == CosignLayer.Envelope)
                await AddAsync(repository, layer, "cosign attestation", bytes => (CosignLayer.Attestation(bytes, layer.Annotations), null), found, cancellationToken);
    }

    private async Task AddNotationAsync(string repository, OciDescriptor layer, List<FoundSignature> found, CancellationToken cancellationToken)
    {
        const string Format = "Notation signature";
        if (layer.MediaType != NotationEnvelope.Jws)
        {
            Add(found, new(Format, null, null, new(ProvenanceCodes.Unsupported, "signatures of Notation in CBOR (COSE) are not read")));
            return;
        }
        var bytes = await registry.BlobAsync(repository, layer, MaxBytes, cancellationToken);
        try
        {
            Add(found, new(Format, null, null, null, NotationEnvelope.Parse(bytes)));
        }
        catch (ProvenanceException unreadable)
        {
            Add(found, new(Format, null, null, unreadable));
        }
    }

    private async Task AddAsync(
        string repository, OciDescriptor layer, string format, Func<ReadOnlyMemory<byte>, (SignedMaterial, ReadOnlyMemory<byte>?)> read, List<FoundSignature> found, CancellationToken cancellationToken)
    {
        var bytes = await registry.BlobAsync(repository, layer, MaxBytes, cancellationToken);
        try
        {
            var (material, payload) = read(bytes);
            Add(found, new(format, material, payload, null));
        }
        catch (ProvenanceException unreadable)
        {
            Add(found, new(format, null, null, unreadable));
        }
    }

    private static void Add(List<FoundSignature> found, FoundSignature one)
    {
        if (found.Count == MaxSignatures)
            throw new RegistryException("registry.too_many_signatures", $"the image has more than {MaxSignatures} signatures and attestations");
        found.Add(one);
    }
}
