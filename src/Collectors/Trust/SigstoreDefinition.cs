using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>Whom signatures without a key are traced back to, from configuration <c>Posture:Sigstore</c>; without it the public instance's root of this version.</summary>
public sealed record SigstoreDefinition
{
    private const string Key = "Posture:Sigstore";

    /// <summary>File of a trusted root; read again when it changes.</summary>
    public string? TrustedRoot { get; init; }

    /// <summary>Address of a TUF repository that the trusted root is refreshed from, once a day.</summary>
    public string? TufMirror { get; init; }

    /// <summary>File of the <c>root.json</c> that the way through that repository begins at; the public instance's when it is not given.</summary>
    public string? TufRoot { get; init; }

    /// <summary>What is wrong, with the key to change; empty when it is right.</summary>
    internal IEnumerable<string> Problems()
    {
        if (TrustedRoot is not null && TufMirror is not null)
            yield return $"{Key}: give TrustedRoot or TufMirror, not both";
        if (TufRoot is not null && TufMirror is null)
            yield return $"{Key}:TufRoot needs {Key}:TufMirror";
        if (TufMirror is not null && !(Uri.TryCreate(TufMirror, UriKind.Absolute, out var mirror) && (mirror.Scheme == Uri.UriSchemeHttps || (mirror.Scheme == Uri.UriSchemeHttp && mirror.IsLoopback)) && mirror is { UserInfo: "", Query: "", Fragment: "" }))
            yield return $"{Key}:TufMirror must be an https address, for example https://tuf-repo-cdn.sigstore.dev";
        if (TrustedRoot is { } file && Broken(() => TrustedRootFile.Read(file)) is { } badFile)
            yield return $"{Key}:TrustedRoot: {badFile}";
        if (TufRoot is { } root && Broken(() => _ = Trust.TufRoot.Parse(TrustedRootFile.Bytes(root))) is { } badRoot)
            yield return $"{Key}:TufRoot: {badRoot}";
    }

    private static string? Broken(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (TrustException broken)
        {
            return $"{broken.Code}: {broken.Message}";
        }
        catch (ProvenanceException broken)
        {
            return $"{broken.Code}: {broken.Message}";
        }
    }
}
