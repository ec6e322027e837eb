namespace Posture.Collectors.Sources;

/// <summary>A node of a kubeconfig: text, list or map, with the line it starts on.</summary>
internal sealed class KubeconfigNode(long line)
{
    public long Line { get; } = line;

    /// <summary>The text; null for lists, maps and YAML's null.</summary>
    public string? Text { get; init; }

    public List<KubeconfigNode>? Items { get; init; }

    public Dictionary<string, KubeconfigNode>? Members { get; init; }

    public bool IsEmpty => Text is null or "" && Items is null or [] && Members is null or { Count: 0 };

    public KubeconfigNode? Find(string name) => Members?.GetValueOrDefault(name);
}
