using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Pipeline;

/// <summary>Applies what a source tells to an inventory before its first evaluation, and remembers what could not be read.</summary>
internal sealed class Intake(ClusterInventory inventory)
{
    /// <summary>Errors kept; a folder of garbage must not fill the memory.</summary>
    private const int MaxErrors = 1000;

    private const int MaxUnknownKinds = 500;

    private readonly List<SourceEvent.Problem> _problems = [];

    public IReadOnlyList<SourceError> Errors => [.. _problems.Select(problem => problem.Error)];

    /// <summary>Some file cannot be read: objects that are not seen may still exist.</summary>
    public bool Incomplete => _problems.Exists(problem => problem.File is not null);

    public void Take(SourceEvent told)
    {
        switch (told)
        {
            case SourceEvent.Put put:
                inventory.Put(put.Item);
                break;
            case SourceEvent.Removed removed:
                inventory.Remove(removed.Kind, removed.Namespace, removed.Name);
                break;
            case SourceEvent.Listed listed:
                foreach (var gone in Gone(listed))
                    inventory.Remove(listed.Kind, gone.Namespace, gone.Name);
                foreach (var item in listed.Items)
                    inventory.Put(item);
                break;
            case SourceEvent.Covered covered:
                inventory.SetCoverage(covered.Coverage);
                break;
            case SourceEvent.Version version:
                inventory.ServerVersion = version.Text;
                break;
            default:
                Remember(told);
                break;
        }
    }

    /// <summary>Objects held that a whole list of their kind does not have.</summary>
    public List<KubeObject> Gone(SourceEvent.Listed listed)
    {
        var present = listed.Items.Select(item => (item.Namespace, item.Name)).ToHashSet();
        return [.. inventory.All(listed.Kind).Where(held => !present.Contains((held.Namespace, held.Name)))];
    }

    /// <summary>Counts unknown kinds and keeps problems: the same before and after the first evaluation.</summary>
    public void Remember(SourceEvent told)
    {
        switch (told)
        {
            case SourceEvent.Unknown unknown when inventory.UnknownKinds.Count < MaxUnknownKinds || inventory.UnknownKinds.ContainsKey(unknown.Kind):
                if ((inventory.UnknownKinds[unknown.Kind] = inventory.UnknownKinds.GetValueOrDefault(unknown.Kind) + unknown.Step) <= 0)
                    inventory.UnknownKinds.Remove(unknown.Kind);
                break;
            case SourceEvent.Problem problem when _problems.Count < MaxErrors && !_problems.Contains(problem):
                _problems.Add(problem);
                break;
            case SourceEvent.Mended mended:
                _problems.RemoveAll(problem => problem.File == mended.File);
                break;
        }
    }
}
