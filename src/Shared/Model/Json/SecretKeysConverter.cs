using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Reads the key names of a Secret and skips every value unread, but for a registry credential, of which fingerprints are taken in a buffer that is cleared.
/// Reads its own output (an array of names) back too.
/// </summary>
internal sealed class SecretKeysConverter : JsonConverter<SecretKeys>
{
    private const string Credential = ".dockerconfigjson";

    public override SecretKeys Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var keys = new List<string>();
        string? credential = null;
        var accounts = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                keys.Add(PooledStringConverter.ReadText(ref reader) ?? "");
            return new(keys, null, accounts);
        }
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"object expected, found {reader.TokenType}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            keys.Add(PooledStringConverter.ReadText(ref reader)!);
            reader.Read();
            if (keys[^1] == Credential && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var content))
                credential = Take(content, accounts);
            else
                reader.Skip();
        }
        return keys.Count == 0 ? SecretKeys.Empty : new(keys, credential, accounts);
    }

    public override void Write(Utf8JsonWriter writer, SecretKeys value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var key in value)
            writer.WriteStringValue(key);
        writer.WriteEndArray();
    }

    private static string Take(byte[] content, List<string> accounts)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("auths", out var auths)
                && auths.ValueKind == JsonValueKind.Object)
                foreach (var entry in auths.EnumerateObject())
                    if (AccountOf(entry.Value) is { } account)
                        accounts.Add(account);
        }
        catch (JsonException)
        {
            // Not a credential that anything could use: its fingerprint still tells copies.
        }
        var fingerprint = SecretKeys.FingerprintOf(content);
        CryptographicOperations.ZeroMemory(content);
        return fingerprint;
    }

    /// <summary>By <c>username</c>, else what stands before the colon in <c>auth</c>.</summary>
    private static string? AccountOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            return null;
        if (entry.TryGetProperty("username", out var name) && name.ValueKind == JsonValueKind.String)
            return SecretKeys.FingerprintOf(name.GetString()!);
        if (!entry.TryGetProperty("auth", out var auth) || auth.ValueKind != JsonValueKind.String || !auth.TryGetBytesFromBase64(out var pair))
            return null;
        var colon = Array.IndexOf(pair, (byte)':');
        var account = colon > 0 ? SecretKeys.FingerprintOf(pair.AsSpan(0, colon)) : null;
        CryptographicOperations.ZeroMemory(pair);
        return account;
    }
}
