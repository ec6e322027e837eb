using System.Buffers.Binary;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Posture.Model.Json;

/// <summary>Reads an object into a record: a name is looked up by its length and first bytes, unknown members are skipped without building anything.</summary>
internal sealed class RecordDecoder<T>(JsonTypeInfo<T> contract) : Decoder<T>
    where T : class
{
    private readonly Func<T> _create = contract.CreateObject!;

    // Built at the first use: records may hold themselves.
    private Member<T>?[]? _members;

    public override T? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        var members = _members ??= Table();
        var item = _create();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = reader.ValueIsEscaped ? Find(members, Encoding.UTF8.GetBytes(reader.GetString()!)) : Find(members, reader.ValueSpan);
            reader.Read();
            if (member is null)
                reader.Skip();
            else
                member.Read(item, ref reader, json);
        }
        return item;
    }

    private static Member<T>? Find(Member<T>?[] members, ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & (uint)(members.Length - 1); members[at] is { } member; at = (at + 1) & (uint)(members.Length - 1))
            if (name.SequenceEqual(member.Name))
                return member;
        return null;
    }

    /// <summary>Open addressing, at most a quarter full.</summary>
    private Member<T>?[] Table()
    {
        var members = contract.Properties.Where(property => property.Set is not null).Select(MemberOf).ToList();
        var table = new Member<T>?[int.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)members.Count * 4))];
        foreach (var member in members)
        {
            var at = Hash(member.Name) & (uint)(table.Length - 1);
            while (table[at] is not null)
                at = (at + 1) & (uint)(table.Length - 1);
            table[at] = member;
        }
        return table;
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var head = name.Length switch
        {
            >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(name),
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32),
            > 0 => name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16),
            _ => 0UL,
        };
        return (uint)(((head ^ ((ulong)name.Length << 56)) * 0x9E3779B97F4A7C15) >> 40);
    }

    private static Member<T> MemberOf(JsonPropertyInfo property)
    {
        var set = ((PropertyInfo)property.AttributeProvider!).SetMethod!;
        return (Member<T>)Activator.CreateInstance(typeof(Member<,>).MakeGenericType(typeof(T), property.PropertyType),
            Encoding.UTF8.GetBytes(property.Name), set, Decoder.Of(property))!;
    }
}

/// <summary>A member of a record.</summary>
internal abstract class Member<T>(byte[] name)
{
    /// <summary>Name in JSON, UTF-8.</summary>
    public byte[] Name => name;

    public abstract void Read(T item, ref Utf8JsonReader reader, ReadOnlySpan<byte> json);
}

/// <summary>A member of type <typeparamref name="TValue"/>.</summary>
internal sealed class Member<T, TValue>(byte[] name, MethodInfo set, Decoder<TValue> decoder) : Member<T>(name)
{
    private readonly Action<T, TValue?> _set = set.CreateDelegate<Action<T, TValue?>>();

    public override void Read(T item, ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => _set(item, decoder.Read(ref reader, json));
}
