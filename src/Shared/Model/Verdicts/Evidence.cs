using System.Text.Json.Serialization;

namespace Posture.Model.Verdicts;

/// <summary>One place that decided a verdict. Values are shortened to 200 characters and never hold a credential.</summary>
public sealed record Evidence
{
    private readonly EvidencePath _path;

    [JsonConstructor]
    public Evidence(string path, string observed, string expected, string message)
        : this(new EvidencePath(path), observed, expected, message)
    {
    }

    public Evidence(EvidencePath path, string observed, string expected, string message) =>
        (_path, Observed, Expected, Message) = (path, observed, expected, message);

    /// <summary>Field path from the object's root, for example <c>spec.template.spec.containers[0].securityContext.privileged</c>.</summary>
    public string Path => _path.ToString();

    /// <summary>What the field holds; "absent" when it is not set.</summary>
    public string Observed { get; }

    /// <summary>What would pass.</summary>
    public string Expected { get; }

    /// <summary>One sentence for people; may name other objects.</summary>
    public string Message { get; init; }

    /// <summary>Whether this is a place that reads so; said fast where it is not.</summary>
    public bool Is(EvidencePath path, string observed, string expected, string message) =>
        Message == message && Expected == expected && Observed == observed && _path.IsWritten(path);
}
