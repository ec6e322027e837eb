namespace Posture.Analysis.Access;

/// <summary>
/// What is asked for. <see cref="Resource"/> may be <c>pods/exec</c>. An empty <see cref="Namespace"/> means the whole cluster or an object without a namespace,
/// an empty <see cref="Name"/> a whole collection. With a <see cref="Path"/> it is a non-resource URL and only the verb counts beside it.
/// </summary>
public readonly record struct AccessQuestion(string Verb, string ApiGroup, string Resource, string Namespace = "", string Name = "", string? Path = null)
{
    /// <summary>A question about a non-resource URL such as <c>/metrics</c>.</summary>
    public static AccessQuestion OfPath(string verb, string path) => new(verb, "", "", Path: path);
}
