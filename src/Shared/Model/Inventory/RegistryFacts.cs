namespace Posture.Model.Inventory;

/// <summary>Settings of a registry at its provider, keyed by its host (the object's name): the seam for a reader of cloud accounts.</summary>
public sealed record RegistryFacts : KubeObject
{
    public RegistryFactsData Spec { get => field ??= new(); set; }
}

/// <summary>Settings of one registry.</summary>
public sealed record RegistryFactsData
{
    /// <summary>Images are scanned when they are pushed; null when unknown.</summary>
    public bool? ScanOnPush { get; set; }

    /// <summary>The identity of nodes may push; null when unknown.</summary>
    public bool? NodesMayWrite { get; set; }
}
