namespace Posture.Analysis.PodSecurity;

/// <summary>One check of the Pod Security Standards that a pod does not meet, in the words that an API server's warning uses.</summary>
/// <param name="Check">Id of the check, for example <c>hostPorts</c>.</param>
/// <param name="Reason">What is forbidden, in a few words.</param>
/// <param name="Detail">Which containers, fields and values.</param>
public sealed record PodSecurityViolation(string Check, string Reason, string Detail);
