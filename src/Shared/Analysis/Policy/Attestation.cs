using Posture.Model.Inventory;

namespace Posture.Analysis.Policy;

/// <summary>What a person states about a control that no cluster can show, with an end: after it the control waits for a person again.</summary>
public sealed record Attestation
{
    /// <summary>Id of the control.</summary>
    public required string Control { get; init; }

    /// <summary>What it speaks of: <c>*</c>, <c>cluster</c> or <c>cluster/namespace</c>.</summary>
    public required IReadOnlyList<string> Scope { get; init; }

    /// <summary>Who states it.</summary>
    public required string By { get; init; }

    /// <summary>When it was stated.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Last day on which it holds.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>True: the control is kept; false: it is not.</summary>
    public required bool Passes { get; init; }

    /// <summary>What is stated.</summary>
    public required string Statement { get; init; }

    /// <summary>Where the evidence is kept; null when none is named.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether it speaks of an object of a cluster.</summary>
    public bool Covers(string cluster, ObjectRef item)
    {
        var ns = item is { Kind: "Namespace", Group: "" } ? item.Name : item.Namespace;
        foreach (var scope in Scope)
            if (scope == "*" || scope == cluster || (ns.Length > 0 && scope == $"{cluster}/{ns}"))
                return true;
        return false;
    }
}
