namespace Posture.Model.Verdicts;

/// <summary>
/// A field path in two parts, put together when it is read: the containers of thousands of pods are at fault in the same few fields, so each place shares where its
/// container begins with the others of it, and the name of its field with all.
/// </summary>
/// <param name="start">Where it begins; the whole path when there is no <paramref name="field"/>.</param>
/// <param name="field">What follows after a dot; empty for nothing.</param>
public readonly struct EvidencePath(string start, string field = "") : IEquatable<EvidencePath>
{
    private readonly string _start = start;
    private readonly string _field = field;

    /// <summary>A path that is there already.</summary>
    public static implicit operator EvidencePath(string path) => new(path);

    /// <summary>How long it is, the dot aside.</summary>
    public int Length => (_start?.Length ?? 0) + (_field?.Length ?? 0);

    /// <summary>Whether two paths have the same parts, without putting them together.</summary>
    internal bool IsWritten(EvidencePath other) => _field == other._field && _start == other._start;

    /// <summary>Whether two paths read alike, wherever they are parted.</summary>
    public bool Equals(EvidencePath other) => (_start == other._start && _field == other._field) || ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EvidencePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _field is null or "" ? _start ?? "" : $"{_start}.{_field}";

    public static bool operator ==(EvidencePath left, EvidencePath right) => left.Equals(right);

    public static bool operator !=(EvidencePath left, EvidencePath right) => !left.Equals(right);
}
