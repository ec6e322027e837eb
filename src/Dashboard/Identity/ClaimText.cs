using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace Posture.Dashboard.Identity;

/// <summary>Claims as a person pastes them: the JSON object of an ID token's body or of userinfo, or a whole token, whose signature is not looked at.</summary>
internal static class ClaimText
{
    /// <summary>Longest text that is read.</summary>
    public const int Longest = 200_000;

    /// <summary>A claim for each value, as at sign-in: of a list one for each element.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static IReadOnlyList<Claim> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Trim().Split('.') is [_, var body, _] && !body.Contains('"', StringComparison.Ordinal) ? Decoded(body) : text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().SelectMany(member => Values(member.Value).Select(value => new Claim(member.Name, value)))]
                : throw new FormatException("an object is expected");
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}", wrong);
        }
    }

    private static IEnumerable<string> Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Text) : value.ValueKind == JsonValueKind.Null ? [] : [Text(value)];

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Decoded(string body) => Base64Url.IsValid(body) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)) : throw new FormatException("the token's body is not base64url");
}
