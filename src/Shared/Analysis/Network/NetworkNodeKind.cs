namespace Posture.Analysis.Network;

/// <summary>What one end of a map is.</summary>
public enum NetworkNodeKind
{
    /// <summary>Addresses outside of the cluster.</summary>
    External = 0,
    /// <summary>What answers for Ingresses, Routes and Gateways.</summary>
    Entry = 1,
    /// <summary>A workload of a namespace asked about.</summary>
    Workload = 2,
    /// <summary>All pods of a namespace.</summary>
    Namespace = 3,
    /// <summary>Pods of every other namespace, where there are too many to tell apart.</summary>
    Others = 4,
    /// <summary>Pods that the asker may not know of.</summary>
    Hidden = 5,
}
