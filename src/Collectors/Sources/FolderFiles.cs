using System.Text;
using Posture.Collectors.Kinds;
using Posture.Model.Inventory;

namespace Posture.Collectors.Sources;

/// <summary>Which files of a folder are manifests, and how one is read safely.</summary>
internal static class FolderFiles
{
    /// <summary>Largest file read through the YAML reader; JSON is streamed and has no such limit.</summary>
    public const long MaxYamlBytes = 64L * 1024 * 1024;

    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 32, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public static bool IsManifest(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".json" or ".ndjson"
        && !path.Split(Path.DirectorySeparatorChar).Any(part => part.Length > 1 && part[0] == '.' && part != "..");

    /// <summary>Manifest files under each path, ordered; a file that was named itself is read whatever its name. <c>-</c> is standard input.</summary>
    public static IEnumerable<string> Under(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path, "*", Deep).Where(file => IsManifest(Path.GetRelativePath(path, file))).Order(StringComparer.Ordinal))
                    yield return file;
            else
                yield return path;
        }
    }

    /// <summary>
    /// Reads a file. What is namespaced and names no namespace is in <c>default</c>, where kubectl would put it. Versions that a server once gave an object tell
    /// nothing of a file, which may be edited since: they are dropped, or an edit would count as no change.
    /// </summary>
    public static void Read(string file, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        try
        {
            using var stream = file == "-" ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            using var buffered = new BufferedStream(stream, 1 << 16);
            Read(buffered, file == "-" ? "standard input" : file, item => objects(Own(item)), unknown, errors);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors(new("file.unreadable", file, unreadable is FileNotFoundException or DirectoryNotFoundException ? "no such file or folder" : "the file cannot be opened; check its permissions"));
        }
    }

    private static KubeObject Own(KubeObject item)
    {
        (item.Metadata.ResourceVersion, item.Metadata.Generation) = (null, null);
        if (item.Namespace.Length == 0 && KnownKinds.Find(item.Group, item.Kind) is { Namespaced: true })
            item.Metadata = item.Metadata with { Namespace = "default" };
        return item;
    }

    private static void Read(Stream stream, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        var head = new byte[512];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var start = head.AsSpan(0, read);
        if (start.StartsWith(Encoding.UTF8.Preamble))
            start = start[Encoding.UTF8.Preamble.Length..];
        if (start.Contains((byte)0))
        {
            errors(new("manifest.not_text", place, "a binary or UTF-16 file, not a manifest; save it as UTF-8 YAML or JSON"));
            return;
        }
        var first = start.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 && read < head.Length)
            return; // an empty file holds no objects
        using var whole = new PrefixedStream(head.AsMemory(0, read), stream);
        if (first >= 0 && start[first] == (byte)'{')
        {
            JsonManifestReader.Read(whole, place, objects, unknown, errors);
            return;
        }
        using var text = new StreamReader(new BoundedStream(whole, MaxYamlBytes), new UTF8Encoding(false, true));
        try
        {
            ManifestReader.Read(text, place, objects, unknown, errors);
        }
        catch (DecoderFallbackException)
        {
            errors(new("manifest.not_text", place, "not UTF-8 text; save it as UTF-8 YAML or JSON"));
        }
        catch (StreamLimitException)
        {
            errors(new("manifest.too_large", place, $"larger than {MaxYamlBytes / 1024 / 1024} MiB of YAML; split it or write JSON"));
        }
    }
}
