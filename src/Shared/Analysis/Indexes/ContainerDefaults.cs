using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Requests and limits that the LimitRanges of each namespace give to containers without their own. As the API server does, a missing default is taken from the
/// maximum and a missing default request from the default.
/// </summary>
public sealed class ContainerDefaults
{
    private readonly ILookup<string, LimitRangeItem> _items;

    internal ContainerDefaults(ClusterInventory inventory) =>
        _items = inventory.All<LimitRange>()
            .SelectMany(range => range.Spec.Limits.Where(item => item.Type == "Container").Select(item => (range.Namespace, item)))
            .ToLookup(pair => pair.Namespace, pair => pair.item, StringComparer.Ordinal);

    /// <summary>Limit that a container of the namespace gets for <c>cpu</c> or <c>memory</c>; null when none is given.</summary>
    public string? Limit(string ns, string resource)
    {
        foreach (var item in _items[ns])
            if ((item.Default[resource] ?? item.Max[resource]) is { } given)
                return given;
        return null;
    }

    /// <summary>Request that a container of the namespace gets.</summary>
    public string? Request(string ns, string resource)
    {
        foreach (var item in _items[ns])
            if ((item.DefaultRequest[resource] ?? item.Default[resource] ?? item.Max[resource]) is { } given)
                return given;
        return null;
    }
}
