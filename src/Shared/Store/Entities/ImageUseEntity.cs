namespace Posture.Store.Entities;

/// <summary>Table <c>image_uses</c>: one row a container of a workload, reference and digest, with when it was seen first and last.</summary>
internal sealed class ImageUseEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>Hash of workload, container, reference and digest.</summary>
    public Guid Key { get; set; }

    /// <summary>Hash of the digest; of repository and tag where the digest is not known. The same in every cluster.</summary>
    public Guid Image { get; set; }

    /// <summary>Hash of group, kind, namespace and name of the workload.</summary>
    public Guid Workload { get; set; }
    public required string Namespace { get; set; }
    public required string ApiVersion { get; set; }
    public required string Kind { get; set; }
    public required string Name { get; set; }
    public required string Container { get; set; }
    public required string Role { get; set; }
    public required string Reference { get; set; }
    public required string Host { get; set; }
    public required string Repository { get; set; }
    public string? Tag { get; set; }
    public string? Digest { get; set; }

    /// <summary>As in <c>ImageStanding</c>, whose further members follow; null when nobody asked the policy.</summary>
    public string? Class { get; set; }
    public string? Mirror { get; set; }
    public string? Retired { get; set; }
    public string? Successor { get; set; }

    /// <summary>Whether its tag moves by convention.</summary>
    public bool Floating { get; set; }

    /// <summary>
    /// What the digest names: <c>index</c>, or the platform of a single image; null while nobody looked. It outlives what is known of the digest, so that a tag that moved is told from
    /// two platforms of one image.
    /// </summary>
    public string? Shape { get; set; }
    public DateTimeOffset FirstSeen { get; set; }

    /// <summary><see cref="ImageFactsEntity.Rank"/> in this cluster, kept here as well: a list of all images is then one pass over their uses. Null while nothing is known.</summary>
    public long? Rank { get; set; }

    /// <summary><see cref="ImageFactsEntity.CreatedAt"/>, likewise.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary><see cref="ImageFactsEntity.Stack"/>, likewise.</summary>
    public Guid? Stack { get; set; }

    /// <summary><see cref="ImageFactsEntity.Transport"/> and <see cref="ImageFactsEntity.AnonymousPull"/>, likewise, where it was this repository that was asked.</summary>
    public string? Transport { get; set; }
    public bool? AnonymousPull { get; set; }

    /// <summary>Repository, tag and digest as a search compares them, kept by the database: made for each row at each search it cost more than the rest of the list.</summary>
    public string Search { get; private set; } = "";

    /// <summary>Null while it is in use.</summary>
    public DateTimeOffset? LastSeen { get; set; }
}
