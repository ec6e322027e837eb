using System.Buffers;
using System.Collections;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Verdicts;

namespace Posture.Store.Commands.Writing;

/// <summary>
/// JSON as it is stored: without empty lists (unless empty means something else than absent) and without <c>resourceVersion</c>, which moves when nothing
/// that is kept does. One instance a commit: the buffer is reused, a result is good until the next call.
/// </summary>
internal sealed class SlimJson : IDisposable
{
    // A jsonb number has at most 131072 digits; no field of Kubernetes comes near this length.
    private const int MaxNumber = 60;

    private static readonly JsonSerializerOptions Options = new(ModelJson.Default.Options)
    {
        TypeInfoResolver = ModelJson.Default.WithAddedModifier(Slim),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;

    public SlimJson() => _writer = new(_buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The document of an object.</summary>
    public ReadOnlyMemory<byte> Document(KubeObject item)
    {
        if (item is not GenericObject)
            return Write(item, Options.GetTypeInfo(item.GetType()));
        // Its parts are whatever the cluster holds: what a database cannot keep is left out, and the object stays.
        try
        {
            if (Write(item, Options.GetTypeInfo(typeof(GenericObject))) is var json && IsStorable(json.Span))
                return json;
        }
        catch (Exception broken) when (broken is InvalidOperationException or JsonException)
        {
            // A string with half a surrogate pair.
        }
        var bare = new GenericObject { ApiVersion = item.ApiVersion, Kind = item.Kind, Metadata = item.Metadata };
        return Write(bare, Options.GetTypeInfo(typeof(GenericObject)));
    }

    /// <summary>What scanners found in an image.</summary>
    public ReadOnlyMemory<byte> Scan(ImageScan scan) => Write(scan, Options.GetTypeInfo(typeof(ImageScan)));

    /// <summary>The evidence list.</summary>
    public ReadOnlyMemory<byte> Evidence(IReadOnlyList<Evidence> evidence) => Write(evidence, Options.GetTypeInfo(typeof(IReadOnlyList<Evidence>)));

    /// <summary>First 16 bytes of SHA-256.</summary>
    public static Guid Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new(hash[..16], bigEndian: true);
    }

    public void Dispose() => _writer.Dispose();

    private ReadOnlyMemory<byte> Write(object value, JsonTypeInfo type)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, value, type);
        _writer.Flush();
        ReplaceNul(System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span);
        return _buffer.WrittenMemory;
    }

    /// <summary>jsonb has no NUL: its escape becomes that of U+FFFD, which is as long.</summary>
    private static void ReplaceNul(Span<byte> json)
    {
        for (var from = 0; json[from..].IndexOf("\\u0000"u8) is var found and >= 0; from += found + 6)
        {
            var slashes = 0;
            for (var i = from + found; i >= 0 && json[i] == '\\'; i--)
                slashes++;
            if (slashes % 2 == 1)
                "fffd"u8.CopyTo(json[(from + found + 2)..]);
        }
    }

    private static bool IsStorable(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.Number && (reader.ValueSpan.Length > MaxNumber || !double.IsFinite(reader.GetDouble())))
                return false;
        return true;
    }

    private static void Slim(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (type.Type == typeof(ObjectMeta) && property.Name == "resourceVersion")
                type.Properties.RemoveAt(i);
            else if (!property.IsGetNullable && property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
                property.ShouldSerialize = (_, value) => value is not (null or ICollection { Count: 0 } or StringMap { Count: 0 });
        }
    }
}
