namespace Posture.Analysis.Indexes;

/// <summary>What a policy does to the pods it selects in one direction, by itself.</summary>
public enum Isolation
{
    /// <summary>Nothing: the direction stays as open as it was.</summary>
    None = 0,
    /// <summary>Only what its rules allow passes.</summary>
    Restricted = 1,
    /// <summary>Nothing but DNS passes (outgoing only).</summary>
    DnsOnly = 2,
    /// <summary>Nothing passes.</summary>
    DenyAll = 3,
}
