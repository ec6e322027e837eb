namespace Posture.Analysis.Remediation;

/// <summary>Why no change is offered for a finding: where its cause lies when that is not in the fields of an object. A closed set, so that pages explain each.</summary>
public enum NoPatchReason
{
    /// <summary>Nothing could be computed for this object: what the recipe needs is not known or not visible.</summary>
    NotComputed,

    /// <summary>A file, a setting or a program of a node.</summary>
    Node,

    /// <summary>A newer version has to be installed: of the cluster, a node's components or an add-on.</summary>
    Upgrade,

    /// <summary>The image: it must be built anew, copied to another registry or replaced, and only then its reference changes.</summary>
    Image,

    /// <summary>What a build pipeline or a scanner has to produce: a signature, an attestation, a report.</summary>
    Pipeline,

    /// <summary>A setting at a provider outside of the cluster: a cloud account, a registry, an identity provider.</summary>
    Provider,

    /// <summary>A value that only its owner has, such as a key, a certificate or an identity; a wrong one would stop what works.</summary>
    OwnersValue,

    /// <summary>Several right answers: only people who know what it is for can choose.</summary>
    Decision,

    /// <summary>Work in several steps: something is set up elsewhere, its users follow, then the old goes.</summary>
    Migration,

    /// <summary>The change belongs into what writes the object (a repository, a chart, a tool), not into the living object.</summary>
    Source,

    /// <summary>Something has to run, be repaired or be set up: a program, a backup, a renewal, the collection itself.</summary>
    Operation,

    /// <summary>The sum of other findings: each of them has its own change.</summary>
    OtherFindings,
}
