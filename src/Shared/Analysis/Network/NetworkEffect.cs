namespace Posture.Analysis.Network;

/// <summary>What a policy did to a connection in one direction.</summary>
public enum NetworkEffect
{
    /// <summary>A rule allows it.</summary>
    Allows = 0,
    /// <summary>A rule denies it.</summary>
    Denies = 1,
    /// <summary>A rule hands it to the later tiers.</summary>
    Passes = 2,
    /// <summary>The policy selects the pod, and neither it nor another NetworkPolicy allows the connection.</summary>
    Isolates = 3,
}
