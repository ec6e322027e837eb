namespace Posture.Analysis.Access;

/// <summary>Halves of pairs that one identity holds, through itself and its groups, by where they hold.</summary>
internal sealed class PowerBag
{
    private readonly Dictionary<(Power Power, string Scope), List<Evidence>> _held = [];
    private readonly List<string> _scopes = [];

    public PowerBag(IReadOnlyList<Source> sources)
    {
        Sources = sources;
        foreach (var source in sources)
        {
            if (!source.Rights.Powers.HasHalves)
                continue;
            var scope = source.Rights.Scope;
            foreach (var held in source.Rights.Held)
                if (held.IsHalf)
                {
                    if (!_held.TryGetValue((held.Power, scope), out var list))
                        _held[(held.Power, scope)] = list = [];
                    list.Add(new(source.Rights, held, source.Binding, source.Group));
                }
            if (!_scopes.Contains(scope))
                _scopes.Add(scope);
        }
    }

    /// <summary>Everything bound, halves or not.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>Places where there is a half, in the order of the sources.</summary>
    public IReadOnlyList<string> Scopes => _scopes;

    /// <summary>Every way to hold a power in a place: there, in every namespace, in the whole cluster.</summary>
    public IEnumerable<Evidence> All(Power power, string scope)
    {
        foreach (var place in Covering(scope))
            if (_held.TryGetValue((power, place), out var list))
                foreach (var evidence in list)
                    yield return evidence;
    }

    /// <summary>The best way: of no object's name in particular, and otherwise one that allows the name.</summary>
    public Evidence? First(Power power, string scope, string? name = null)
    {
        Evidence? limited = null;
        foreach (var evidence in All(power, scope))
        {
            if (evidence.Held.Names is null)
                return evidence;
            if (name is null || evidence.Held.Names.Contains(name))
                limited ??= evidence;
        }
        return limited;
    }

    /// <summary>A way to hold a power in any place.</summary>
    public Evidence? Anywhere(Power power)
    {
        foreach (var scope in _scopes)
            if (_held.TryGetValue((power, scope), out var list))
                return list[0];
        return null;
    }

    private static string[] Covering(string scope) => scope switch
    {
        Rights.Cluster => [Rights.Cluster],
        Rights.Each => [Rights.Each, Rights.Cluster],
        _ => [scope, Rights.Each, Rights.Cluster],
    };
}
