namespace Posture.Collectors.Sources;

/// <summary>Something a source could not read. The rest is read all the same.</summary>
/// <param name="Code">Stable code, for example <c>yaml.syntax</c>.</param>
/// <param name="Place">File and, when known, line: <c>shop/cart.yaml:12</c>.</param>
/// <param name="Message">What is wrong and what to do; never a value of a Secret.</param>
public sealed record SourceError(string Code, string Place, string Message);
