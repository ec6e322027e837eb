using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Ingest;

/// <summary>
/// Reads files of other tools into the same records that their reports in a cluster give. The format is told by the shape of the document, not by the name of the
/// file; one that is not known is refused. Several files may speak of one image.
/// </summary>
internal sealed class ImportReader(TimeProvider time)
{
    /// <summary>Largest file; the scan of a very large image has some 50 MiB.</summary>
    internal const int MaxBytes = 256 * 1024 * 1024;

    private const int MaxErrors = 100;

    private const string Known =
        "known are trivy image -f json, kube-bench --json, PolicyReport and trivy-operator reports, cosign verify, cosign verify-attestation, docker image inspect, CycloneDX, OpenVEX and SARIF of trivy";

    private readonly Dictionary<ObjectRef, KubeObject> _items = [];
    private readonly List<SourceError> _errors = [];

    /// <summary>Items and problems of the file at hand.</summary>
    private int _answers;

    public IReadOnlyCollection<KubeObject> Items => _items.Values;

    public IReadOnlyList<SourceError> Errors => _errors;

    public void Read(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Length > MaxBytes)
            {
                Tell("import.too_large", file, $"larger than {MaxBytes / 1024 / 1024} MiB");
                return;
            }
            _answers = 0;
            var bytes = File.ReadAllBytes(file).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble))
                bytes = bytes[Encoding.UTF8.Preamble.Length..];
            var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
            if (start >= 0 && bytes[start] is (byte)'{' or (byte)'[')
                ReadJson(bytes[start..], new(file, info.LastWriteTimeUtc < time.GetUtcNow() ? info.LastWriteTimeUtc : time.GetUtcNow()));
            else
                ReadManifests(file);
            if (_answers == 0)
                Tell("import.empty", file, "the file holds no result");
        }
        catch (JsonException malformed)
        {
            Tell("import.malformed", file, $"not the JSON of the tool it looks like (line {malformed.LineNumber + 1}{(malformed.Path is { } path ? $", {PlainText.Of(path)}" : "")})");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Tell("file.unreadable", file, "the file cannot be opened; check its name and permissions");
        }
    }

    /// <summary>One document, or several after each other as in the log of a job.</summary>
    private void ReadJson(ReadOnlySpan<byte> bytes, ImportedFile file)
    {
        var benches = new List<KubeBenchControls>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = YamlJson.MaxDepth });
        while (reader.Read())
        {
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            var document = bytes[from..(int)reader.BytesConsumed];
            switch (ImportFormats.Of(document))
            {
                case ImportFormat.KubeBench:
                    benches.AddRange(Parse(document, IngestJson.Default.KubeBenchDocument).Controls ?? []);
                    break;
                case ImportFormat.KubeBenchControls:
                    benches.AddRange(Parse(document, IngestJson.Default.KubeBenchControlsArray));
                    break;
                case ImportFormat.Trivy:
                    Keep(TrivyImport.Read(Parse(document, IngestJson.Default.TrivyDocument), file, Tell));
                    break;
                case ImportFormat.DockerInspect:
                    Keep(ImageFactsImport.OfInspect(Parse(document, IngestJson.Default.InspectedImageArray), file, Tell));
                    break;
                case ImportFormat.CosignVerify:
                    Keep(ImageFactsImport.OfVerify(Parse(document, IngestJson.Default.CosignSignatureArray), file));
                    break;
                case ImportFormat.Dsse:
                    Keep(ImageFactsImport.OfEnvelope(Parse(document, IngestJson.Default.DsseEnvelope), file));
                    break;
                case ImportFormat.OpenVex:
                    using (var vex = JsonDocument.Parse(document.ToArray(), new() { MaxDepth = YamlJson.MaxDepth }))
                        Keep([.. ImageFactsImport.OfVex(vex.RootElement, file, Tell)]);
                    break;
                case ImportFormat.CycloneDx:
                    Keep(CycloneDxImport.Read(Parse(document, IngestJson.Default.CycloneDxDocument), file, Tell));
                    break;
                case ImportFormat.Sarif:
                    Keep(SarifImport.Read(Parse(document, IngestJson.Default.SarifDocument), file, Tell));
                    break;
                case ImportFormat.Manifest:
                    ReadManifests(file.Path);
                    return;
                default:
                    Tell("import.unknown_format", file.Path, Known);
                    return;
            }
        }
        if (benches.Count > 0)
            Keep(KubeBenchImport.Read(benches, file, Tell));
    }

    private static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> contract)
    {
        NullItems.Refuse(json);
        return JsonSerializer.Deserialize(json, contract) ?? throw new JsonException("null");
    }

    /// <summary>Reports as Kubernetes objects. Workloads and policies belong to the scanned paths, not beside them.</summary>
    private void ReadManifests(string file) => FolderFiles.Read(
        file,
        item =>
        {
            if (item is VulnerabilityReport or ExposedSecretReport or SbomReport or AssessmentReport or PolicyReport or KubeBenchReport or ImageFacts or RegistryFacts)
                Keep([item]);
            else
                Tell("import.not_a_report", file, $"{item.Kind} {PlainText.Of(item.Name)} is no report; give it as a path to scan");
        },
        kind => Tell("import.unknown_format", file, $"{PlainText.Of(kind)} is not read; {Known}"),
        error =>
        {
            if (error.Code == "manifest.no_kind")
                Tell("import.unknown_format", error.Place, Known);
            else
                Tell(error.Code, error.Place, error.Message);
        });

    private void Keep(IEnumerable<KubeObject> items)
    {
        foreach (var item in items)
        {
            _answers++;
            _items[item.Ref] = item is ImageFacts facts && _items.GetValueOrDefault(item.Ref) is ImageFacts held ? ImageFactsImport.Merge(held, facts) : item;
        }
    }

    private void Tell(string code, string place, string message)
    {
        _answers++;
        if (_errors.Count < MaxErrors)
            _errors.Add(new(code, place, message));
    }
}

/// <summary>A file that is imported.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Written">When it was written: the age of results that carry no time.</param>
internal sealed record ImportedFile(string Path, DateTimeOffset Written)
{
    /// <summary>Name without folder and extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);
}
