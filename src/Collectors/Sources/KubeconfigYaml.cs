using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Posture.Collectors.Sources;

/// <summary>
/// Reads the YAML of a kubeconfig event by event, without recursion, and refuses what configuration never needs before anything is made of it: size, binary,
/// depth, aliases, tags, duplicate keys, further documents (B-11 to B-17).
/// </summary>
internal static class KubeconfigYaml
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxDepth = 32;

    /// <exception cref="KubeconfigException">Refused.</exception>
    public static KubeconfigNode Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new KubeconfigException("upload.too_large", "kubeconfig", "larger than 256 KB; keep only the context that is needed");
        var parser = new Parser(new StringReader(Decode(bytes)));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                throw NotYaml();
            var root = ReadNode(parser);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
                throw Refuse("yaml.multiple_documents", second, "more than one document; give one kubeconfig");
            return root;
        }
        catch (YamlException syntax)
        {
            throw new KubeconfigException("yaml.syntax", Place(syntax.Start), "not valid YAML here; check indentation and quotes");
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (bytes.Trim(" \t\r\n"u8).IsEmpty || bytes.Contains((byte)0))
            throw NotYaml();
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw NotYaml();
        }
    }

    private static KubeconfigNode ReadNode(Parser parser)
    {
        var open = new Stack<(KubeconfigNode Node, string? Key)>();
        while (true)
        {
            var current = parser.Current!;
            parser.MoveNext();
            KubeconfigNode done;
            switch (current)
            {
                case AnchorAlias:
                case NodeEvent { Anchor.IsEmpty: false }:
                    throw Refuse("yaml.alias_not_allowed", current, "anchors and aliases are not read; write the value out");
                case NodeEvent { Tag.IsEmpty: false } tagged when !IsPlainTag(tagged.Tag):
                    throw Refuse("yaml.tag_not_allowed", current, "tags are not read; write the plain value");
                case MappingStart or SequenceStart when open.Count >= MaxDepth:
                    throw Refuse("yaml.too_deep", current, "nested deeper than 32 levels", column: true);
                case MappingStart:
                    open.Push((new(current.Start.Line) { Members = new(StringComparer.Ordinal) }, null));
                    continue;
                case SequenceStart:
                    open.Push((new(current.Start.Line) { Items = [] }, null));
                    continue;
                case Scalar key when open.TryPeek(out var map) && map is { Node.Members: not null, Key: null }:
                    if (map.Node.Members.ContainsKey(key.Value))
                        throw Refuse("yaml.duplicate_key", current, "a key is given twice; keep one");
                    open.Pop();
                    open.Push((map.Node, key.Value));
                    continue;
                case Scalar scalar:
                    var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
                    done = new(current.Start.Line) { Text = isNull ? null : scalar.Value };
                    break;
                case MappingEnd or SequenceEnd:
                    done = open.Pop().Node;
                    break;
                default:
                    throw Refuse("yaml.syntax", current, "not valid YAML here");
            }
            if (open.Count == 0)
                return done;
            Add(open, done);
        }
    }

    private static void Add(Stack<(KubeconfigNode Node, string? Key)> open, KubeconfigNode done)
    {
        var (parent, key) = open.Pop();
        if (parent.Members is null)
            parent.Items!.Add(done);
        else if (key is not null)
            parent.Members.Add(key, done);
        else
            throw new KubeconfigException("yaml.syntax", $"kubeconfig:{done.Line}", "a key must be plain text");
        open.Push((parent, null));
    }

    private static bool IsPlainTag(TagName tag) =>
        tag.IsNonSpecific || tag.Value is "tag:yaml.org,2002:str" or "tag:yaml.org,2002:map" or "tag:yaml.org,2002:seq";

    private static KubeconfigException NotYaml() => new("upload.not_yaml", "kubeconfig", "empty or not text; give a kubeconfig in UTF-8");

    private static KubeconfigException Refuse(string code, ParsingEvent at, string message, bool column = false) =>
        new(code, column ? $"{Place(at.Start)}:{at.Start.Column}" : Place(at.Start), message);

    private static string Place(Mark mark) => $"kubeconfig:{mark.Line}";
}
