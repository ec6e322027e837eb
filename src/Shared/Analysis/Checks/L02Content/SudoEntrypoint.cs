using System.Buffers;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-CTR-SUDO: a word of the command or its arguments, inside a shell line too, is sudo or a path to it (Kubescape C-0062).</summary>
internal sealed class SudoEntrypoint : WorkloadCheck
{
    private const string Program = "sudo";

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n;&|()`\"'$={}");

    public override string Id => "L2-CTR-SUDO";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            if (container.Role == ContainerRole.Ephemeral)
                continue;
            Judge(container, "command", container.Container.Command, judgement);
            Judge(container, "args", container.Container.Args, judgement);
        }
    }

    private static void Judge(ContainerView container, string field, IReadOnlyList<string> words, Judgement judgement)
    {
        for (var i = 0; i < words.Count; i++)
            if (Names(words[i]))
                judgement.Fail(container.At($"{field}[{i}]"), Program, "a program started as the right user", $"Container {container.Container.Name} raises its rights with sudo.");
    }

    private static bool Names(ReadOnlySpan<char> line)
    {
        if (!line.Contains(Program, StringComparison.Ordinal))
            return false;
        while (!line.IsEmpty)
        {
            var end = line.IndexOfAny(Separators);
            var word = end < 0 ? line : line[..end];
            if (word.SequenceEqual(Program) || word.EndsWith("/sudo", StringComparison.Ordinal))
                return true;
            line = end < 0 ? [] : line[(end + 1)..];
        }
        return false;
    }
}
