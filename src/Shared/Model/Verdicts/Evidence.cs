namespace Posture.Model.Verdicts;

/// <summary>One place that decided a verdict. Values are shortened to 200 characters and never hold a credential.</summary>
/// <param name="Path">Field path from the object's root, for example <c>spec.template.spec.containers[0].securityContext.privileged</c>.</param>
/// <param name="Observed">What the field holds; "absent" when it is not set.</param>
/// <param name="Expected">What would pass.</param>
/// <param name="Message">One sentence for people; may name other objects.</param>
public sealed record Evidence(string Path, string Observed, string Expected, string Message);
