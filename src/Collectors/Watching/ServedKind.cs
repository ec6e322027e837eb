using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>A kind as one API server serves it.</summary>
/// <param name="Kind">The kind that the catalogue reads.</param>
/// <param name="Version">The version chosen.</param>
/// <param name="Plural">Resource name as served.</param>
/// <param name="Watchable">Whether it can be watched; if not, it is listed again from time to time.</param>
internal sealed record ServedKind(KindInfo Kind, string Version, string Plural, bool Watchable)
{
    public string ApiVersion { get; } = Kind.Group.Length == 0 ? Version : $"{Kind.Group}/{Version}";

    /// <summary>For messages and RBAC: <c>deployments.apps</c>.</summary>
    public string Resource => Kind.Group.Length == 0 ? Plural : $"{Plural}.{Kind.Group}";

    /// <summary>Path of the list over all namespaces.</summary>
    public string Path => Kind.Group.Length == 0 ? $"api/{Version}/{Plural}" : $"apis/{ApiVersion}/{Plural}";

    /// <summary>Decodes an object; items of a typed list carry no kind of their own.</summary>
    /// <exception cref="JsonException">Not JSON, not the shape of the kind, a null in a list, or nameless.</exception>
    public KubeObject Decode(ReadOnlySpan<byte> json)
    {
        if (Kind.Decode(json) is not { Name.Length: > 0 } item)
            throw new JsonException("an object without a name");
        item.ApiVersion = ApiVersion;
        item.Kind = Kind.Kind;
        return item;
    }
}
