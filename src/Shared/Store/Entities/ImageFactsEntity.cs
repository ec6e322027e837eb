namespace Posture.Store.Entities;

/// <summary>Table <c>image_facts</c>: what is known of a digest beside the cluster that runs it, the newest only; former states are in <c>objects</c>.</summary>
internal sealed class ImageFactsEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>As in <see cref="ImageUseEntity.Image"/>.</summary>
    public Guid Image { get; set; }

    /// <summary>Hash of <see cref="Doc"/>.</summary>
    public Guid Hash { get; set; }
    public required string Digest { get; set; }

    /// <summary>Provenance in one word; <c>notChecked</c> where nobody judged.</summary>
    public required string State { get; set; }

    /// <summary>Which cluster to believe where they differ: who could look before who could not, then the newest. Its last three bits are the state.</summary>
    public long Rank { get; set; }
    public string? Code { get; set; }
    public string? Reason { get; set; }
    public string? Signer { get; set; }
    public string? Issuer { get; set; }
    public DateTimeOffset? CheckedAt { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>The repository that was asked, with its host; null when none was.</summary>
    public string? Repository { get; set; }

    /// <summary>How it was asked, as in <c>ImageRegistry</c>.</summary>
    public string? Transport { get; set; }

    /// <summary>Whether anybody may pull from that repository; null while nobody knows.</summary>
    public bool? AnonymousPull { get; set; }

    /// <summary>What <c>image_ancestors</c> says of the digest, in one value: equal where all of it is. Null while nobody looked for ancestors.</summary>
    public Guid? Stack { get; set; }

    /// <summary>JSON of <c>ImageFactsData</c>.</summary>
    public required string Doc { get; set; }
}
