namespace Posture.Analysis.Network;

/// <summary>Order in which policies are asked.</summary>
internal enum PolicyTier
{
    /// <summary>AdminNetworkPolicy, ClusterNetworkPolicy of tier Admin: first match decides, by priority.</summary>
    Admin = 0,
    /// <summary>NetworkPolicy: what none of those that select a pod allows is denied.</summary>
    Namespace = 1,
    /// <summary>BaselineAdminNetworkPolicy, ClusterNetworkPolicy of tier Baseline: asked only for pods that no NetworkPolicy isolates.</summary>
    Baseline = 2,
}
