using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Posture.Collectors.Sources;

/// <summary>
/// Rewrites a YAML document as JSON, event by event: there is one decoder for both. Aliases are refused (one kilobyte can stand for gigabytes) and nesting is
/// bounded, before anything is built (reliability.md 0.4, 0.5). Scalars follow the YAML 1.2 core schema as kubectl reads it.
/// </summary>
internal static partial class YamlJson
{
    /// <summary>Deepest nesting of a manifest; the API server's own types stay below 30.</summary>
    public const int MaxDepth = 64;

    /// <summary>The documents of a stream, each as UTF-8 JSON with the line it starts on.</summary>
    /// <exception cref="YamlException">Syntax error; its mark has line and column.</exception>
    /// <exception cref="YamlLimitException">Alias or too deep.</exception>
    public static IEnumerable<(ReadOnlyMemory<byte> Json, int Line)> Documents(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            var line = (int)parser.Consume<DocumentStart>().End.Line;
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = false, MaxDepth = MaxDepth + 1 }))
                WriteNode(parser, writer);
            parser.Consume<DocumentEnd>();
            yield return (buffer.WrittenMemory, line);
        }
    }

    private static void WriteNode(Parser parser, Utf8JsonWriter writer)
    {
        var open = new Stack<(bool Mapping, bool ExpectsKey)>();
        do
        {
            var current = parser.Current!;
            parser.MoveNext();
            switch (current)
            {
                case AnchorAlias:
                    throw new YamlLimitException("yaml.alias_not_allowed", current.Start.Line, "aliases are not read; write the value out");
                case MappingStart or SequenceStart when open.Count >= MaxDepth:
                    throw new YamlLimitException("yaml.too_deep", current.Start.Line, $"nested deeper than {MaxDepth} levels");
                case MappingStart:
                    Turn(open);
                    open.Push((true, true));
                    writer.WriteStartObject();
                    break;
                case SequenceStart:
                    Turn(open);
                    open.Push((false, false));
                    writer.WriteStartArray();
                    break;
                case MappingEnd:
                    open.Pop();
                    writer.WriteEndObject();
                    break;
                case SequenceEnd:
                    open.Pop();
                    writer.WriteEndArray();
                    break;
                case Scalar scalar when open.TryPeek(out var top) && top is (true, true):
                    Turn(open);
                    writer.WritePropertyName(scalar.Value);
                    break;
                case Scalar scalar:
                    Turn(open);
                    WriteScalar(scalar, writer);
                    break;
            }
        }
        while (open.Count > 0);
    }

    /// <summary>In a mapping, keys and values take turns.</summary>
    private static void Turn(Stack<(bool Mapping, bool ExpectsKey)> open)
    {
        if (open.TryPop(out var top))
            open.Push((top.Mapping, top.Mapping && !top.ExpectsKey));
    }

    private static void WriteScalar(Scalar scalar, Utf8JsonWriter writer)
    {
        if (scalar.Style is not ScalarStyle.Plain || scalar.Tag.ToString() == "tag:yaml.org,2002:str")
            writer.WriteStringValue(scalar.Value);
        else if (scalar.Value is "" or "~" or "null" or "Null" or "NULL")
            writer.WriteNullValue();
        else if (scalar.Value is "true" or "True" or "TRUE")
            writer.WriteBooleanValue(true);
        else if (scalar.Value is "false" or "False" or "FALSE")
            writer.WriteBooleanValue(false);
        else if (NumberPattern().IsMatch(scalar.Value))
            writer.WriteRawValue(Encoding.UTF8.GetBytes(scalar.Value));
        else if (scalar.Value.StartsWith("0o", StringComparison.Ordinal) || OctalPattern().IsMatch(scalar.Value))
            writer.WriteNumberValue(Convert.ToInt64(scalar.Value.Replace("0o", "", StringComparison.Ordinal), 8));
        else
            writer.WriteStringValue(scalar.Value);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,3})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    /// <summary>File modes such as 0644: kubectl reads them as octal (YAML 1.1).</summary>
    [GeneratedRegex("^0[0-7]{1,20}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OctalPattern();
}

/// <summary>A document that is refused before it is read.</summary>
internal sealed class YamlLimitException(string code, long line, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Line { get; } = (int)Math.Min(line, int.MaxValue);
}
