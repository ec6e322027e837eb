namespace Posture.Model.Inventory;

/// <summary>An image that a container of a workload runs, or would run.</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Role"><c>init</c>, <c>main</c> or <c>ephemeral</c>.</param>
/// <param name="Reference">As written.</param>
/// <param name="Host">Registry; empty when the text is no reference.</param>
/// <param name="Repository">Host and path; the text itself when it is no reference.</param>
/// <param name="Tag">Tag; <c>latest</c> where neither tag nor digest is written.</param>
/// <param name="Digest">What it was resolved to; null while nobody knows.</param>
public sealed record ImageUse(string Container, string Role, string Reference, string Host, string Repository, string? Tag, string? Digest)
{
    /// <summary>What the policy says of its name; null when nobody asked it.</summary>
    public ImageStanding? Standing { get; init; }
}

/// <summary>Every image of a workload.</summary>
/// <param name="Workload">A top-level controller or a bare pod.</param>
/// <param name="Uses">What it runs; empty when it is gone.</param>
public sealed record WorkloadImages(ObjectRef Workload, IReadOnlyList<ImageUse> Uses);
