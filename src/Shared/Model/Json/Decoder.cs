using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Reads values of one type in a single forward pass. Decoders are built from the contracts of <see cref="ModelJson"/>, so names and converters are said once;
/// what a contract asks beyond plain records, lists and scalars goes through the serializer. A decoder only accepts: input that it refuses is read again by the
/// serializer, which names the place (<see cref="KindInfo.Decode"/>).
/// </summary>
internal abstract class Decoder
{
    private static readonly ConcurrentDictionary<Type, Decoder> Known = new();

    /// <summary>Parts that workloads, their ReplicaSets and all their pods repeat word by word, and that nobody changes once they are read.</summary>
    private static readonly HashSet<Type> Repeated =
    [
        typeof(IReadOnlyList<EnvVar>), typeof(IReadOnlyList<EnvFromSource>), typeof(IReadOnlyList<ContainerPort>), typeof(IReadOnlyList<VolumeMount>),
        typeof(IReadOnlyList<Toleration>), typeof(IReadOnlyList<TopologySpreadConstraint>), typeof(IReadOnlyList<PolicyRule>), typeof(ResourceRequirements),
        typeof(SecurityContext), typeof(PodSecurityContext), typeof(Probe), typeof(Lifecycle), typeof(Affinity), typeof(LabelSelector), typeof(StringMap),
    ];

    /// <summary>Reads the value that the reader stands on.</summary>
    /// <param name="reader">Over all of <paramref name="json"/>.</param>
    /// <param name="json">The whole object.</param>
    public abstract object? ReadAny(ref Utf8JsonReader reader, ReadOnlySpan<byte> json);

    public static Decoder Of(JsonTypeInfo contract) => Known.GetOrAdd(contract.Type, static (_, contract) => Shared(contract), contract);

    /// <summary>Decoder of a property, with the property's own converter when it has one.</summary>
    public static Decoder Of(JsonPropertyInfo property) => property.CustomConverter is { } converter
        ? Make(typeof(ConverterDecoder<>), property.PropertyType, converter, property.Options)
        : Of(property.Options.GetTypeInfo(property.PropertyType));

    private static Decoder Shared(JsonTypeInfo contract) =>
        Repeated.Contains(contract.Type) ? Make(typeof(SharedDecoder<>), contract.Type, Create(contract)) : Create(contract);

    private static Decoder Create(JsonTypeInfo contract)
    {
        var type = contract.Type;
        if (type == typeof(string))
            return new TextDecoder();
        if (type == typeof(bool?))
            return new FlagDecoder();
        if (type == typeof(int?))
            return new IntegerDecoder();
        if (type == typeof(long?))
            return new LongDecoder();
        if (contract.Kind == JsonTypeInfoKind.Object && contract.CreateObject is not null)
            return Make(typeof(RecordDecoder<>), type, contract);
        if (contract.Kind == JsonTypeInfoKind.Enumerable && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Make(typeof(ListDecoder<>), type.GetGenericArguments()[0], Of(contract.Options.GetTypeInfo(type.GetGenericArguments()[0])));
        return contract.Converter.GetType().Assembly == typeof(Decoder).Assembly
            ? Make(typeof(ConverterDecoder<>), type, contract.Converter, contract.Options)
            : Make(typeof(SerializerDecoder<>), type, contract);
    }

    private static Decoder Make(Type definition, Type argument, params object[] arguments) =>
        (Decoder)Activator.CreateInstance(definition.MakeGenericType(argument), arguments)!;
}

/// <summary>A decoder of <typeparamref name="T"/>.</summary>
internal abstract class Decoder<T> : Decoder
{
    public abstract T? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json);

    public sealed override object? ReadAny(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => Read(ref reader, json);
}

/// <summary>Text, pooled (<see cref="PooledStringConverter"/>).</summary>
internal sealed class TextDecoder : Decoder<string>
{
    public override string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => PooledStringConverter.ReadText(ref reader);
}

/// <summary>True, false or null.</summary>
internal sealed class FlagDecoder : Decoder<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();
}

/// <summary>A number of 32 bits, or null.</summary>
internal sealed class IntegerDecoder : Decoder<int?>
{
    public override int? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();
}

/// <summary>A number of 64 bits, or null.</summary>
internal sealed class LongDecoder : Decoder<long?>
{
    public override long? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
}

/// <summary>A type with a converter of our own.</summary>
internal sealed class ConverterDecoder<T>(JsonConverter<T> converter, JsonSerializerOptions options) : Decoder<T>
{
    public override T? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) =>
        reader.TokenType == JsonTokenType.Null && !converter.HandleNull ? default : converter.Read(ref reader, typeof(T), options);
}

/// <summary>Anything else: as the serializer reads it.</summary>
internal sealed class SerializerDecoder<T>(JsonTypeInfo<T> contract) : Decoder<T>
{
    public override T? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(ref reader, contract);
}
