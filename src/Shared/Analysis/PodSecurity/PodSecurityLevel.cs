namespace Posture.Analysis.PodSecurity;

/// <summary>Levels of the Pod Security Standards, from none to the strictest.</summary>
public enum PodSecurityLevel
{
    /// <summary>Everything is allowed.</summary>
    Privileged = 0,
    /// <summary>Known ways out of the container are closed.</summary>
    Baseline = 1,
    /// <summary>Current hardening practice is asked for.</summary>
    Restricted = 2,
}
