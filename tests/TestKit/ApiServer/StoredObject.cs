using System.Text;

namespace Posture.TestKit.ApiServer;

/// <summary>One object as the store keeps it.</summary>
/// <param name="Namespace">Namespace, or empty.</param>
/// <param name="Name">Name.</param>
/// <param name="Revision">Its resource version.</param>
/// <param name="Json">UTF-8 JSON without <c>kind</c> and <c>apiVersion</c>, as items of a typed list are.</param>
public sealed record StoredObject(string Namespace, string Name, long Revision, byte[] Json)
{
    /// <summary>Order of a list: the same as of the keys of etcd.</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <summary>The object on its own: with kind and apiVersion in front.</summary>
    public byte[] Whole(ResourceType type) =>
        [.. Encoding.UTF8.GetBytes($"{{\"kind\":\"{type.Kind}\",\"apiVersion\":\"{type.ApiVersion}\","), .. Json.AsSpan(1)];

    /// <summary>A line of a watch stream.</summary>
    public byte[] EventLine(string eventType, ResourceType type) =>
        [.. Encoding.UTF8.GetBytes($"{{\"type\":\"{eventType}\",\"object\":"), .. Whole(type), .. "}\n"u8];
}

/// <summary>One change, as a watch tells it.</summary>
internal sealed record StoreEvent(long Revision, ResourceType Type, string EventType, StoredObject Item);

/// <summary>The state of one resource type since a revision, ordered by key.</summary>
internal sealed record TypeState(long Revision, StoredObject[] Items)
{
    /// <summary>Index of the first object whose key is not below <paramref name="start"/>.</summary>
    public int IndexOf(string start)
    {
        var (low, high) = (0, Items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(Items[middle].Key, start) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public StoredObject? Find(string key) => IndexOf(key) is var index && index < Items.Length && Items[index].Key == key ? Items[index] : null;

    /// <summary>The state after a put; the arrays are copied so that older states stay as they were.</summary>
    public TypeState With(StoredObject item)
    {
        var index = IndexOf(item.Key);
        var after = Find(item.Key) is null ? index : index + 1;
        return new(item.Revision, [.. Items.AsSpan(0, index), item, .. Items.AsSpan(after)]);
    }

    /// <summary>The state after a removal at a revision.</summary>
    public TypeState Without(string key, long revision) => new(revision, [.. Items.Where(item => item.Key != key)]);
}
