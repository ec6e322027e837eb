namespace Posture.Model.Inventory;

/// <summary>Whether a vulnerability matters in the image (OpenVEX 0.2.0, CycloneDX <c>analysis</c>).</summary>
public sealed record VexStatement
{
    /// <summary><c>not_affected</c>: it is in the image and cannot be used.</summary>
    public const string NotAffected = "not_affected";

    /// <summary><c>fixed</c>: the image has the fix, whatever a version number says.</summary>
    public const string Fixed = "fixed";

    /// <summary>Id of the vulnerability.</summary>
    public string Vulnerability { get; set => field = value ?? ""; } = "";

    /// <summary><see cref="NotAffected"/>, <see cref="Fixed"/>, <c>affected</c> or <c>under_investigation</c>.</summary>
    public string Status { get; set => field = value ?? ""; } = "";

    /// <summary>Why, in one word of the format.</summary>
    public string? Justification { get; set; }

    /// <summary>Package URL of the part of the image that it is about; null when it is about all of it.</summary>
    public string? Part { get; set; }

    /// <summary>When it was said; a later one about the same holds.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Who says it: the signer, or the file.</summary>
    public string? By { get; set; }
}
