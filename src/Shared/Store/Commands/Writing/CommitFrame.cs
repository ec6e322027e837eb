using System.Buffers.Binary;
using Npgsql;

namespace Posture.Store.Commands.Writing;

/// <summary>What the steps of one commit share.</summary>
internal sealed class CommitFrame(NpgsqlConnection connection, Guid clusterId, DateTimeOffset at, bool full)
{
    public NpgsqlConnection Connection { get; } = connection;
    public Guid ClusterId { get; } = clusterId;

    /// <summary>Time of the snapshot: later than any of this cluster, whole microseconds, UTC.</summary>
    public DateTimeOffset At { get; } = at;
    public bool Full { get; } = full;

    /// <summary>XOR of the hashes of all current objects and findings: the same state has the same hash whatever way led to it.</summary>
    public Guid StateHash { get; set; }

    /// <summary>A row with this hash came or went.</summary>
    public void Mix(Guid hash) => StateHash = FromNumber(ToNumber(StateHash) ^ ToNumber(hash));

    private static UInt128 ToNumber(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static Guid FromNumber(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new(bytes, bigEndian: true);
    }
}
