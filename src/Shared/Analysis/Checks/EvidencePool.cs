using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>
/// Places of findings, equal ones once: the same field of a container of the same name is at fault in hundreds of workloads. Two direct-mapped tables of
/// <see cref="Slots"/> that forget: a collision costs one object.
/// </summary>
internal sealed class EvidencePool
{
    private const int Slots = 8192;

    private readonly Evidence?[] _places = new Evidence?[Slots];
    private readonly Evidence[]?[] _lists = new Evidence[]?[Slots];

    /// <summary>The place that reads so. Texts of equal places mostly are one text (literals, <see cref="TextPool"/>): by it they are looked up.</summary>
    public Evidence Of(EvidencePath path, string observed, string expected, string message)
    {
        var hash = (((uint)RuntimeHelpers.GetHashCode(message) * 31) + (uint)RuntimeHelpers.GetHashCode(expected)) * 31;
        ref var slot = ref _places[(hash + (uint)path.Length) % Slots];
        if (slot is { } known && known.Is(path, observed, expected, message))
            return known;
        return slot = new(path, observed, expected, message);
    }

    /// <summary>The places as a list of their own.</summary>
    public IReadOnlyList<Evidence> Of(List<Evidence> places)
    {
        ref var slot = ref _lists[(uint)RuntimeHelpers.GetHashCode(places[0]) % Slots];
        if (slot is { } known && IsOf(known, CollectionsMarshal.AsSpan(places)))
            return known;
        return slot = [.. places];
    }

    private static bool IsOf(Evidence[] known, ReadOnlySpan<Evidence> places)
    {
        if (known.Length != places.Length)
            return false;
        for (var i = 0; i < known.Length; i++)
            if (!ReferenceEquals(known[i], places[i]))
                return false;
        return true;
    }
}
