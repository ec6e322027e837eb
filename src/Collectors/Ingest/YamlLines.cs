using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Posture.Collectors.Ingest;

/// <summary>The line on which each field of the first YAML document stands, by its path (<c>a.b[0].c</c>), for messages. Give it text that was read without aliases.</summary>
internal static class YamlLines
{
    /// <summary>Lines by path, and the first key that a mapping holds twice.</summary>
    public static (IReadOnlyDictionary<string, int> Lines, (string Path, int Line)? Doubled) Of(TextReader text)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        (string, int)? doubled = null;
        var open = new Stack<Frame>();
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        while (parser.MoveNext() && parser.Current is not DocumentEnd)
        {
            var line = (int)parser.Current!.Start.Line;
            switch (parser.Current)
            {
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case Scalar { Value: var key } when open.TryPeek(out var map) && map is { IsMapping: true, Key: null }:
                    map.Key = map.Path.Length == 0 ? key : $"{map.Path}.{key}";
                    if (!lines.TryAdd(map.Key, line))
                        doubled ??= (map.Key, line);
                    break;
                case NodeEvent node:
                    var path = PathOf(open);
                    lines.TryAdd(path, line);
                    if (node is MappingStart or SequenceStart)
                        open.Push(new(path, node is MappingStart));
                    break;
            }
        }
        return (lines, doubled);
    }

    private static string PathOf(Stack<Frame> open)
    {
        if (!open.TryPeek(out var holder))
            return "";
        if (!holder.IsMapping)
            return $"{holder.Path}[{holder.Count++}]";
        var path = holder.Key ?? holder.Path;
        holder.Key = null;
        return path;
    }

    private sealed class Frame(string path, bool isMapping)
    {
        public string Path => path;

        public bool IsMapping => isMapping;

        /// <summary>Path of the key whose value comes next.</summary>
        public string? Key { get; set; }

        /// <summary>Items of a list so far.</summary>
        public int Count { get; set; }
    }
}
