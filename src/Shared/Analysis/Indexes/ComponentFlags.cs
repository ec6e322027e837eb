using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Flags of one control-plane process, from its command line (<see cref="ComponentCommand"/>); <c>--flag=value</c>, <c>--flag value</c> and bare <c>--flag</c>; the last occurrence wins;
/// underscores in flag names count as dashes, as the components themselves read them.
/// </summary>
public sealed class ComponentFlags
{
    private readonly Dictionary<string, (string Value, string Path)> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly string _path;

    internal ComponentFlags(ComponentCommand command, Pod pod, int container, string? place = null)
    {
        Component = command.Component;
        Pod = pod;
        _path = $"{place ?? $"Pod/{pod.Name}: spec"}.containers[{container}]";
        Read(command.Words);
    }

    public string Component { get; }

    public Pod Pod { get; }

    /// <summary>Value of a flag (named without dashes); empty for a bare flag, null when it is not given.</summary>
    public string? this[string flag] => _flags.TryGetValue(flag, out var found) ? found.Value : null;

    /// <summary>The first value of a flag that may be given several times; null when it is not given.</summary>
    public string? First(string flag) => _first.GetValueOrDefault(flag);

    public bool Has(string flag) => _flags.ContainsKey(flag);

    /// <summary>A boolean flag: bare means true; null when it is not given. Anything but a spelling of false that Go knows counts as true.</summary>
    public bool? Switch(string flag) => this[flag] is { } value ? value is not ("false" or "False" or "FALSE" or "f" or "F" or "0") : null;

    /// <summary>A duration as Go writes it (<c>1h5m</c>, <c>300s</c>); null when it is not given or not one.</summary>
    public TimeSpan? Duration(string flag)
    {
        var (sum, number) = (TimeSpan.Zero, 0L);
        foreach (var character in this[flag] ?? "")
        {
            if (char.IsAsciiDigit(character))
                number = Math.Min((number * 10) + character - '0', int.MaxValue);
            else if (character is 'h' or 'm' or 's')
                (sum, number) = (sum + TimeSpan.FromSeconds(number * (character == 'h' ? 3600 : character == 'm' ? 60 : 1)), 0);
            else
                return null;
        }
        return number == 0 && Has(flag) ? sum : null;
    }

    /// <summary>A list flag, split on commas; empty when it is not given.</summary>
    public IReadOnlyList<string> List(string flag) => this[flag]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Where the flag stands, for evidence; the container's command when it is not given.</summary>
    public string At(string flag) => _flags.TryGetValue(flag, out var found) ? found.Path : $"{_path}.command";

    private void Read(IReadOnlyList<(string Text, string Place)> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var token = words[i].Text;
            if (!token.StartsWith("--", StringComparison.Ordinal) || token.Length == 2)
                continue;
            var path = $"{_path}.{words[i].Place}";
            var equals = token.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? token[2..] : token[2..equals]).Replace('_', '-');
            if (equals >= 0)
                _flags[name] = (token[(equals + 1)..], path);
            else if (i + 1 < words.Count && !words[i + 1].Text.StartsWith('-'))
                _flags[name] = (words[++i].Text, path);
            else
                _flags[name] = ("", path);
            _first.TryAdd(name, _flags[name].Value);
        }
    }
}
