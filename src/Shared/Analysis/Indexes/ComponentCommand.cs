using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// The command line of a component of the control plane: command and args joined. The program is the first word, or one that a wrapper of logs or a shell starts
/// (kube-up and kops write <c>/go-runner --log-file=F /usr/local/bin/kube-apiserver</c> or <c>/bin/sh -c "exec kube-apiserver … 2>&amp;1"</c>).
/// </summary>
/// <param name="Component">File name of the program.</param>
/// <param name="Words">Words behind the program, each with its place in the container.</param>
internal sealed record ComponentCommand(string Component, IReadOnlyList<(string Text, string Place)> Words)
{
    private static readonly string[] Components =
        ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kube-proxy", "cloud-controller-manager", "kubelet"];

    private static readonly string[] Wrappers = ["go-runner", "tini", "dumb-init"];

    private static readonly string[] Shells = ["sh", "bash", "ash", "dash"];

    /// <summary>What ends a command in a script, or leads its output elsewhere.</summary>
    private static readonly string[] Ends = ["|", "||", "&", "&&", ";", ">", ">>", "2>", "2>&1", "1>", "&>", "<"];

    /// <summary>The component a container runs; null when it is none.</summary>
    public static ComponentCommand? Of(Container container)
    {
        if (container.Command.Count > 0 && ComponentOf(container.Command[0]) is { } component)
            return new(component, [.. WordsOf(container).Skip(1)]);
        if (container.Command.Count == 0 || IsOne(container.Command[0], Wrappers))
            return After([.. WordsOf(container)]);
        return IsOne(container.Command[0], Shells) ? OfScript([.. WordsOf(container)]) : null;
    }

    /// <summary>The command line of a container that is known to run a component, whatever its program is called.</summary>
    public static ComponentCommand As(string component, Container container) => Of(container) ?? new(component, [.. WordsOf(container).Skip(1)]);

    /// <summary>The first command of a script that is a component, up to what ends it. No shell: quotes, variables and brackets are not looked into.</summary>
    private static ComponentCommand? OfScript(List<(string Text, string Place)> words)
    {
        var option = words.FindIndex(word => word.Text.StartsWith('-') && word.Text.EndsWith('c'));
        if (option < 0 || option + 1 >= words.Count)
            return null;
        var (script, place) = words[option + 1];
        var text = script.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "\\").Select(word => word.Trim('"', '\'')).ToList();
        var begins = true;
        for (var i = 0; i < text.Count; i++)
            if (begins && ComponentOf(text[i]) is { } component)
                return new(component, [.. text.Skip(i + 1).TakeWhile(word => !Ends.Contains(word)).Select(word => (word, place))]);
            else
                begins = Ends.Contains(text[i]) || text[i].EndsWith(';') || (begins && (text[i] == "exec" || text[i].Contains('=', StringComparison.Ordinal)));
        return null;
    }

    private static ComponentCommand? After(List<(string Text, string Place)> words)
    {
        for (var i = 0; i < words.Count; i++)
            if (ComponentOf(words[i].Text) is { } component)
                return new(component, words[(i + 1)..]);
        return null;
    }

    private static IEnumerable<(string Text, string Place)> WordsOf(Container container) =>
        container.Command.Select((word, i) => (word, $"command[{i}]")).Concat(container.Args.Select((word, i) => (word, $"args[{i}]")));

    private static string? ComponentOf(string program)
    {
        var file = program.AsSpan(program.LastIndexOf('/') + 1);
        foreach (var component in Components)
            if (file.SequenceEqual(component))
                return component;
        return null;
    }

    private static bool IsOne(string program, string[] names) => names.Contains(program[(program.LastIndexOf('/') + 1)..]);
}
