using Posture.Dashboard.Options;

namespace Posture.Dashboard.Security;

/// <summary>
/// How many connections of open pages there are, by account and by address (P-26): the framework has no limit of its own. Connections are counted, not circuits: a page that
/// comes back after its network was away takes up its old circuit and must not be in its own way.
/// </summary>
internal sealed class OpenCircuits(DashboardSettings settings)
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Whether another page of this person at this address would be refused.</summary>
    public bool IsFull(HttpContext context)
    {
        lock (_gate)
            return IsFull(KeysOf(context));
    }

    /// <summary>A place, until it is disposed; null when there is none.</summary>
    public IDisposable? TryOpen(HttpContext context)
    {
        var keys = KeysOf(context);
        lock (_gate)
        {
            if (IsFull(keys))
                return null;
            foreach (var (key, _) in keys)
                _open[key] = _open.GetValueOrDefault(key) + 1;
        }
        return new Place(this, keys);
    }

    private bool IsFull((string Key, int Limit)[] keys) => Array.Exists(keys, key => _open.GetValueOrDefault(key.Key) >= key.Limit);

    private (string Key, int Limit)[] KeysOf(HttpContext context)
    {
        var address = ("address " + RateLimits.AddressOf(context), settings.Limits.CircuitsPerAddress);
        return context.User.Identity?.IsAuthenticated == true ? [("account " + RateLimits.PersonOf(context.User), settings.Limits.CircuitsPerAccount), address] : [address];
    }

    private void Close((string Key, int Limit)[] keys)
    {
        lock (_gate)
        {
            foreach (var (key, _) in keys)
            {
                if (_open[key] == 1)
                    _open.Remove(key);
                else
                    _open[key]--;
            }
        }
    }

    private sealed class Place(OpenCircuits circuits, (string Key, int Limit)[] keys) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
                circuits.Close(keys);
        }
    }
}
