namespace Posture.Collectors.Trust;

/// <summary>What was seen of a repository, kept over restarts: without it an attacker could show old files again (rollback).</summary>
internal sealed class TufFolder(string path)
{
    /// <summary>A file; null when it is not there.</summary>
    /// <exception cref="TrustException">The folder cannot be used.</exception>
    public byte[]? Read(string name) => Using(() => File.Exists(Path.Combine(path, name)) ? File.ReadAllBytes(Path.Combine(path, name)) : null);

    /// <summary>Writes a file whole or not at all.</summary>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        Using(() =>
        {
            Directory.CreateDirectory(path);
            var next = Path.Combine(path, name + ".new");
            File.WriteAllBytes(next, content);
            File.Move(next, Path.Combine(path, name), overwrite: true);
            return true;
        });
    }

    /// <summary>Forgets a file.</summary>
    public void Delete(string name) => Using(() =>
    {
        if (Directory.Exists(path))
            File.Delete(Path.Combine(path, name));
        return true;
    });

    private static T Using<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new TrustException("tuf.folder_unusable", "what was seen of the mirror cannot be kept, so that old files could be shown again; set Posture:Data to a folder that this process may write to", unusable);
        }
    }
}
