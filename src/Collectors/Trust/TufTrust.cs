using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>The trusted root that a TUF repository vouches for: what was held last, at once after a start; renewed when it is told to.</summary>
internal sealed class TufTrust : IDisposable
{
    /// <summary>When the held target was first given, and last vouched for.</summary>
    private const string Times = "times.txt";

    private readonly TufMirror _mirror;
    private readonly TufFolder _folder;
    private readonly TufClient _client;
    private readonly TimeProvider _time;
    private byte[]? _target;

    public TufTrust(SigstoreDefinition settings, string dataFolder, TimeProvider time)
    {
        var pinned = settings.TufRoot is { } file ? TrustedRootFile.Bytes(file) : PublicRoot();
        (Settings, _time, _mirror) = (settings, time, new(new(settings.TufMirror!), time));
        // By the root that was given: what another repository showed says nothing of this one.
        _folder = new(Path.Combine(dataFolder, "tuf", Convert.ToHexStringLower(SHA256.HashData(pinned))[..16]));
        _client = new(_mirror, _folder, pinned, time);
        InUse = Held(settings.TufRoot is null ? TrustInUse.Public : new(TrustSource.Tuf, null, null));
    }

    public SigstoreDefinition Settings { get; }

    /// <summary>The root to judge by: until the repository has given one, that of this version where the repository is the public instance's, and none where it is not.</summary>
    public TrustInUse InUse { get; private set; }

    /// <summary>Renews the root.</summary>
    /// <returns>Why it could not be; null when it was.</returns>
    public async Task<TrustFailure?> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var target = await _client.RefreshAsync(cancellationToken).ConfigureAwait(false);
            var now = _time.GetUtcNow();
            var since = _target is not null && target.AsSpan().SequenceEqual(_target) ? InUse.Since : now;
            _folder.Write(Times, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{since:O} {now:O}")));
            InUse = new(TrustSource.Tuf, TrustedRoot.Parse(target), since, now);
            _target = target;
            return null;
        }
        catch (TrustException failed)
        {
            return Failed(failed.Code, failed.Message);
        }
        catch (ProvenanceException broken)
        {
            return Failed(broken.Code, broken.Message);
        }
    }

    public void Dispose() => _mirror.Dispose();

    private TrustFailure Failed(string code, string message)
    {
        var failure = new TrustFailure(code, message, InUse.Failure?.Since ?? _time.GetUtcNow());
        InUse = InUse with { Failure = failure };
        return failure;
    }

    private TrustInUse Held(TrustInUse otherwise)
    {
        try
        {
            if (_folder.Read(TufClient.Target) is not { } target || _folder.Read(Times) is not { } written)
                return otherwise;
            var times = Encoding.ASCII.GetString(written).Split(' ').Select(text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)).ToList();
            var held = new TrustInUse(TrustSource.Tuf, TrustedRoot.Parse(target), times[0], times[^1]);
            _target = target;
            return held;
        }
        catch (Exception unusable) when (unusable is TrustException or ProvenanceException or FormatException)
        {
            return otherwise; // the refresh that follows says what is wrong with the folder
        }
    }

    private static byte[] PublicRoot()
    {
        using var stream = typeof(TufTrust).Assembly.GetManifestResourceStream("Posture.Collectors.Trust.public-root.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return json;
    }
}
