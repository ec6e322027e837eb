namespace Posture.Model.Inventory;

/// <summary>What the policy says of an image by its name alone.</summary>
/// <param name="Class">One of <see cref="Classes"/>.</param>
public sealed record ImageStanding(string Class)
{
    /// <summary>A registry of the organisation.</summary>
    public const string Own = "own";

    /// <summary>A registry that images may come from.</summary>
    public const string Trusted = "trusted";

    /// <summary>A public registry that nodes pull through a mirror of the organisation.</summary>
    public const string Mirrored = "mirrored";

    /// <summary>A public registry.</summary>
    public const string Public = "public";

    /// <summary>A registry that the policy does not name.</summary>
    public const string Unknown = "unknown";

    /// <summary>All classes, what asks for work first.</summary>
    public static readonly IReadOnlyList<string> Classes = [Unknown, Public, Mirrored, Trusted, Own];

    /// <summary>The repository at a mirror that a rule covers it by and the policy lets through; null without one.</summary>
    public string? Mirror { get; init; }

    /// <summary>The registry or repository that it belongs to and that is frozen, shut or moved; null for one that is not known to be.</summary>
    public string? Retired { get; init; }

    /// <summary>What follows a retired one; null when nothing does.</summary>
    public string? Successor { get; init; }

    /// <summary>Whether its tag moves by convention, or none is written.</summary>
    public bool IsFloating { get; init; }
}
