using System.Text.Json;

namespace Posture.Architecture.Tests;

/// <summary>A <c>packages.lock.json</c>: what a restore resolves to.</summary>
internal sealed record LockFile(string Path, IReadOnlyList<LockedPackage> Packages)
{
    /// <summary>Those of the projects under a folder of the repository.</summary>
    public static IReadOnlyList<LockFile> Under(string folder) =>
        [.. Repository.Sources(folder, "packages.lock.json").Order(StringComparer.Ordinal).Select(file => new LockFile(System.IO.Path.GetRelativePath(Repository.Root, file), Read(file)))];

    private static List<LockedPackage> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => new LockedPackage(
                package.Name,
                package.Value.GetProperty("resolved").GetString()!,
                package.Value.GetProperty("contentHash").GetString()!,
                package.Value.GetProperty("type").GetString() == "Direct",
                package.Value.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(need => need.Name)] : []))];
    }
}

/// <summary>A package at the version that is used.</summary>
internal sealed record LockedPackage(string Name, string Version, string ContentHash, bool Direct, IReadOnlyList<string> Needs)
{
    public string Ref => $"pkg:nuget/{Name}@{Version}";
}
