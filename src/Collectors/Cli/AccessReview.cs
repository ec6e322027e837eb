using System.Text.Json;
using Posture.Analysis.Access;

namespace Posture.Collectors.Cli;

/// <summary>
/// One question of a file: a SubjectAccessReview, or an object with its <c>spec</c> and an <c>id</c>. Groups count as they are given, as at the API server.
/// </summary>
internal sealed record AccessReview(JsonElement? Id, Identity Identity, AccessQuestion Question)
{
    /// <summary>Reads one line; a <see cref="FormatException"/> says what is wrong with it.</summary>
    public static AccessReview Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("spec", out var spec) || spec.ValueKind != JsonValueKind.Object)
                throw new FormatException("there is no 'spec' of a SubjectAccessReview");
            var groups = spec.TryGetProperty("groups", out var given) && given.ValueKind == JsonValueKind.Array
                ? given.EnumerateArray().Select(group => group.GetString() ?? "").ToList()
                : [];
            return new(root.TryGetProperty("id", out var id) ? id.Clone() : null, new(Text(spec, "user"), groups), QuestionOf(spec));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is not JSON of a SubjectAccessReview", broken);
        }
    }

    private static AccessQuestion QuestionOf(JsonElement spec)
    {
        if (spec.TryGetProperty("resourceAttributes", out var asked) && asked.ValueKind == JsonValueKind.Object)
        {
            var resource = Text(asked, "subresource") is { Length: > 0 } sub ? $"{Text(asked, "resource")}/{sub}" : Text(asked, "resource");
            return new(Text(asked, "verb"), Text(asked, "group"), resource, Text(asked, "namespace"), Text(asked, "name"));
        }
        if (spec.TryGetProperty("nonResourceAttributes", out var url) && url.ValueKind == JsonValueKind.Object)
            return AccessQuestion.OfPath(Text(url, "verb"), Text(url, "path"));
        throw new FormatException("'spec' has neither resourceAttributes nor nonResourceAttributes");
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
