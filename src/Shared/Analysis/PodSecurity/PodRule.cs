using Posture.Model.Inventory;

namespace Posture.Analysis.PodSecurity;

/// <summary>One check of the standards over the versions in which it reads the same fields.</summary>
/// <param name="Id">Id, the same over all versions.</param>
/// <param name="Level">First level that asks it.</param>
/// <param name="Since">First minor version.</param>
/// <param name="Until">First minor version in which it no longer holds in this form.</param>
/// <param name="Check">Reason and detail of the violation; null when the pod meets it.</param>
/// <param name="Replaces">Id of the baseline check that it makes superfluous.</param>
internal sealed record PodRule(string Id, PodSecurityLevel Level, int Since, int Until, PodCheck Check, string? Replaces = null);

/// <summary>Judges one pod.</summary>
internal delegate (string Reason, string Detail)? PodCheck(ObjectMeta metadata, PodSpec spec);
