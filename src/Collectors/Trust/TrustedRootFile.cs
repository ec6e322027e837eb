using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>A trusted root of a file: read again when its time or size changes. A file that can no longer be used leaves the former root in use, and says so.</summary>
internal sealed class TrustedRootFile(string path, TimeProvider time)
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private TrustInUse _inUse = new(TrustSource.File, null, null);
    private (DateTime Written, long Length) _read = (default, -2);

    public string Path => path;

    /// <summary>The root as the file has it now.</summary>
    public TrustInUse InUse
    {
        get
        {
            lock (_lock)
            {
                var file = new FileInfo(path);
                var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
                if (seen != _read)
                    (_read, _inUse) = (seen, ReadAgain(seen.LastWriteTimeUtc));
                return _inUse;
            }
        }
    }

    /// <summary>The root of a file.</summary>
    /// <exception cref="TrustException">The file cannot be opened.</exception>
    /// <exception cref="ProvenanceException">It is no trusted root.</exception>
    public static TrustedRoot Read(string path) => TrustedRoot.Parse(Bytes(path));

    /// <summary>Content of a file of the settings.</summary>
    /// <exception cref="TrustException">It cannot be opened.</exception>
    public static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : throw new TrustException("trust_root.unreadable", $"the file is larger than {MaxBytes / 1024 / 1024} MiB");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TrustException("trust_root.unreadable", "the file cannot be opened; check its name and permissions", unreadable);
        }
    }

    private TrustInUse ReadAgain(DateTime written)
    {
        try
        {
            return new(TrustSource.File, Read(path), new(written, TimeSpan.Zero));
        }
        catch (TrustException unreadable)
        {
            return Failed(unreadable.Code, unreadable.Message);
        }
        catch (ProvenanceException broken)
        {
            return Failed(broken.Code, broken.Message);
        }
    }

    private TrustInUse Failed(string code, string message) => _inUse with { Failure = new(code, message, _inUse.Failure?.Since ?? time.GetUtcNow()) };
}
