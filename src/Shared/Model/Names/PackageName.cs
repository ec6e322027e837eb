namespace Posture.Model.Names;

/// <summary>
/// A package by its package URL (purl-spec), as a scanner or a statement names it: type, name as scanners write it, version. Scanners have words of their own for types, which are turned
/// into those of package URLs.
/// </summary>
/// <param name="Type">Type of the package URL, for example <c>deb</c>.</param>
/// <param name="Name">Name, with its group where the type has one.</param>
/// <param name="Version">Version; null when every version is meant.</param>
/// <param name="Epoch">Epoch of the version, which some types keep apart from it.</param>
public readonly record struct PackageName(string Type, string Name, string? Version, string? Epoch)
{
    private const string Scheme = "pkg:";

    /// <summary>Longest text that is read.</summary>
    private const int MaxText = 2000;

    /// <summary>Types of package URLs, each with the words that trivy has for it.</summary>
    private static readonly Dictionary<string, string> Types = new[]
    {
        "deb:debian|ubuntu", "apk:alpine|wolfi|chainguard|minimos",
        "rpm:redhat|centos|rocky|alma|amazon|oracle|fedora|photon|azurelinux|cbl-mariner|suse linux enterprise server|suse linux enterprise micro|opensuse-leap|opensuse-tumbleweed",
        "maven:jar|pom|gradle|sbt", "golang:gobinary|gomod", "npm:node-pkg|yarn|pnpm|bun", "pypi:python-pkg|pip|pipenv|poetry|uv", "conda:conda-pkg|conda-environment",
        "gem:gemspec|bundler", "cargo:rustbinary", "nuget:dotnet-core|packages-props", "composer:composer-vendor",
    }.Select(row => row.Split(':')).SelectMany(row => row[1].Split('|').Select(word => (Word: word, Type: row[0]))).ToDictionary(pair => pair.Word, pair => pair.Type, StringComparer.Ordinal);

    /// <summary>Reads a package URL; null when the text is none.</summary>
    public static PackageName? OfUrl(string? text)
    {
        if (text is not { Length: > 4 and <= MaxText } || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[Scheme.Length..].Split('#')[0].TrimStart('/');
        var (path, qualifiers) = rest.Split('?', 2) is [var before, var after] ? (before, after) : (rest, "");
        var at = path.LastIndexOf('@');
        var version = at > path.LastIndexOf('/') + 1 ? path[(at + 1)..] : null;
        var parts = (version is null ? path : path[..at]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return null;
        var type = TypeOf(parts[0]);
        var epoch = qualifiers.Split('&').FirstOrDefault(pair => pair.StartsWith("epoch=", StringComparison.Ordinal))?["epoch=".Length..];
        return new(type, NameOf(type, Array.ConvertAll(parts[1..], Uri.UnescapeDataString)), version is { Length: > 0 } ? Uri.UnescapeDataString(version) : null, epoch);
    }

    /// <summary>Type of a package URL for the word of a scanner; empty when it says none.</summary>
    public static string TypeOf(string? word)
    {
        var small = word?.Trim().ToLowerInvariant() ?? "";
        return Types.GetValueOrDefault(small, small);
    }

    /// <summary>A name of a type as it is compared: what its ecosystem takes for one name is one.</summary>
    public static string Compared(string type, string name) => type switch
    {
        "pypi" => name.ToLowerInvariant().Replace('_', '-').Replace('.', '-'),
        "golang" => name.ToLowerInvariant(),
        _ => name,
    };

    /// <summary>Whether an installed package is the one that is meant. Where a scanner does not say the type, the name decides.</summary>
    public bool Means(string type, string name, string installed) =>
        (type.Length == 0 || type == Type) && Compared(Type, name) == Name && (Version is null || Version == installed || (Epoch is not null && $"{Epoch}:{Version}" == installed));

    /// <summary>Of a distribution's package the name alone, for what comes before it is the distribution.</summary>
    private static string NameOf(string type, string[] parts) => Compared(type, type switch
    {
        "deb" or "apk" or "rpm" or "alpm" => parts[^1],
        "maven" when parts.Length > 1 => $"{string.Join('.', parts[..^1])}:{parts[^1]}",
        _ => string.Join('/', parts),
    });
}
