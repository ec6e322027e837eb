namespace Posture.Analysis.Policy;

/// <summary>Something in a policy file that cannot be used.</summary>
/// <param name="Code">Stable code: <c>policy.unknown_key</c>, <c>policy.wrong_type</c>, <c>policy.bad_value</c>, <c>policy.missing_key</c>.</param>
/// <param name="Path">Where: <c>attestations[0].expires</c>; empty for the file.</param>
/// <param name="Message">What is wrong and what to write.</param>
public sealed record PolicyProblem(string Code, string Path, string Message);
