using System.Text.Json.Nodes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation;

/// <summary>
/// The objects that a remedy changes, while recipes work on them. Items taken out of lists keep their places until <see cref="Finish"/>, so that the indices of
/// later evidence stay right.
/// </summary>
internal sealed class Draft(ObjectRef subject, Func<string, string, string, JsonObject?> find)
{
    /// <summary>Stands for an object whose fields are not known: nothing can be set in it, only other objects be added.</summary>
    public static readonly JsonObject Nowhere = [];

    private readonly Dictionary<(string Kind, string Namespace, string Name), (JsonObject Before, JsonObject After)> _objects = [];
    private readonly List<JsonNode> _taken = [];
    private readonly List<JsonObject> _additions = [];
    private readonly SortedSet<string> _proposals = new(StringComparer.Ordinal);

    public ObjectRef Subject => subject;

    /// <summary>The subject shall be deleted: nothing of it is worth keeping, and no change of it is left.</summary>
    public bool DeletesSubject { get; set; }

    /// <summary>The object as changed so far; null when it is not known.</summary>
    public JsonObject? Of(string kind, string ns, string name)
    {
        if (!_objects.TryGetValue((kind, ns, name), out var entry))
        {
            if (find(kind, ns, name) is not { } document)
                return null;
            _objects[(kind, ns, name)] = entry = (document, document.DeepClone().AsObject());
        }
        return entry.After;
    }

    /// <summary>Takes the node out of its map or list.</summary>
    public void Take(JsonNode node)
    {
        if (node.Parent is JsonObject map)
            map.Remove(node.GetPropertyName());
        else
            _taken.Add(node);
    }

    /// <summary>How many items of a list stay.</summary>
    public int Left(JsonArray list) => list.Count(item => item is null || !_taken.Contains(item));

    /// <summary>A further object to create; equal ones are created once.</summary>
    public void Add(JsonObject manifest)
    {
        if (!_additions.Exists(other => JsonNode.DeepEquals(other, manifest)))
            _additions.Add(manifest);
    }

    /// <summary>The value at this path is a proposal that the owner adapts.</summary>
    public void Propose(string path) => _proposals.Add(path);

    /// <summary>What came of it; null when nothing changed.</summary>
    public Remedy? Finish(int open)
    {
        foreach (var node in _taken)
            (node.Parent as JsonArray)?.Remove(node);
        List<ObjectChange> changes = [.. _objects
            .Where(entry => !(DeletesSubject && entry.Key == (subject.Kind, subject.Namespace, subject.Name)) && !JsonNode.DeepEquals(entry.Value.Before, entry.Value.After))
            .Select(entry => new ObjectChange(entry.Value.Before, entry.Value.After))];
        return changes.Count + _additions.Count == 0 && !DeletesSubject ? null : new(changes, _additions, DeletesSubject, [.. _proposals], open);
    }
}
