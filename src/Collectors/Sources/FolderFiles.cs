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
        if (first < 0 || start[first] != (byte)'{' || !MayBeJson(start[(first + 1)..]))
            ReadYaml(whole, place, objects, unknown, errors);
        else if (stream.CanSeek && stream.Length <= MaxYamlBytes)
            ReadEither(whole, stream, place, objects, unknown, errors);
        else
            JsonManifestReader.Read(whole, place, objects, unknown, errors);
    }

    /// <summary>After its brace a JSON object has a name in quotes or ends; a flow mapping of YAML may have bare names and remarks.</summary>
    private static bool MayBeJson(ReadOnlySpan<byte> rest) => rest.IndexOfAnyExcept(" \t\r\n"u8) is var at && (at < 0 || rest[at] is (byte)'"' or (byte)'}');

    /// <summary>What begins as JSON may go on as YAML: bare words as values, or documents between lines of dashes. The reading with the fewer errors counts.</summary>
    private static void ReadEither(Stream whole, Stream file, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        var json = new Told();
        JsonManifestReader.Read(whole, place, json.Objects.Add, json.Unknown.Add, json.Errors.Add);
        var told = json;
        if (json.Errors.Exists(error => error.Code is "json.syntax" or "manifest.malformed"))
        {
            var yaml = new Told();
            file.Position = 0;
            ReadYaml(file, place, yaml.Objects.Add, yaml.Unknown.Add, yaml.Errors.Add);
            told = yaml.Errors.Count < json.Errors.Count ? yaml : json;
        }
        told.Objects.ForEach(objects);
        told.Unknown.ForEach(unknown);
        told.Errors.ForEach(errors);
    }

    private static void ReadYaml(Stream stream, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        using var text = new StreamReader(new BoundedStream(stream, MaxYamlBytes), new UTF8Encoding(false, true));
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

    /// <summary>What one reading of a file gave; bounded by <see cref="MaxYamlBytes"/>.</summary>
    private sealed class Told
    {
        public List<KubeObject> Objects { get; } = [];

        public List<string> Unknown { get; } = [];

        public List<SourceError> Errors { get; } = [];
    }
}
