using System.Diagnostics;

namespace Posture.TestKit.Registry;

/// <summary>A real registry and the programs that push to it, sign and attest: from the path, or as <c>./test</c> unpacks them beside other programs' caches.</summary>
public static class RegistryTools
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "posture", "registry-tools", "usr", "bin");

    /// <summary>Why they cannot be had here, or null.</summary>
    public static string? Missing => new[] { "docker-registry", "cosign", "oras" }.FirstOrDefault(name => Find(name) is null) is { } name
        ? $"{name} is not there: ./test unpacks it where Debian's packages can be had" : null;

    /// <summary>Where a program is.</summary>
    public static string PathOf(string name) => Find(name) ?? throw new InvalidOperationException($"{name} is not there");

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it wrote.</exception>
    public static async Task<string> RunAsync(string name, string folder, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(PathOf(name), arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (written, said) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await written : throw new InvalidOperationException($"{name} failed: {await said}");
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append(Folder).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
