namespace Posture.Analysis.Network;

/// <summary>What may pass between two ends.</summary>
public enum NetworkEdgeVerdict
{
    /// <summary>Nothing.</summary>
    Denied = 0,
    /// <summary>Some ports, or between some of their pods.</summary>
    Partly = 1,
    /// <summary>Everything asked about, between all of their pods.</summary>
    Allowed = 2,
    /// <summary>A policy that is not modelled has a say: neither allowed nor denied.</summary>
    NotAssessed = 3,
}
