namespace Posture.Analysis.Frameworks;

/// <summary>How an item of a framework is assessed.</summary>
public enum Assessment
{
    /// <summary>Controls decide it from the cluster's own objects, where the cluster shows them.</summary>
    Automatic,

    /// <summary>Controls decide a part of it; the rest is a person's matter.</summary>
    Partial,

    /// <summary>It needs results from elsewhere: a scanner, kube-bench, a registry, a cloud.</summary>
    Ingested,

    /// <summary>Only a person can say.</summary>
    Manual,
}
