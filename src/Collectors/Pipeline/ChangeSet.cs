using Posture.Analysis.Evaluation;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Pipeline;

/// <summary>Changes between two commits: fed to the evaluator as they come, the last state of each object kept for the store.</summary>
internal sealed class ChangeSet(ClusterEvaluator evaluator, Intake intake)
{
    private readonly Dictionary<ObjectRef, KubeObject?> _touched = [];

    /// <summary>Nothing but signs of life so far: no need to wait for more.</summary>
    public bool OnlyAlive { get; private set; } = true;

    public IReadOnlyCollection<KubeObject> Put => [.. _touched.Values.OfType<KubeObject>()];

    public IReadOnlyCollection<ObjectRef> Removed => [.. _touched.Where(pair => pair.Value is null).Select(pair => pair.Key)];

    public void Take(SourceEvent told)
    {
        OnlyAlive &= told is SourceEvent.Alive;
        switch (told)
        {
            case SourceEvent.Put put:
                Keep(put.Item);
                break;
            case SourceEvent.Removed removed:
                Drop(removed.Kind, removed.Namespace, removed.Name);
                break;
            case SourceEvent.Listed listed:
                foreach (var gone in intake.Gone(listed))
                    Drop(listed.Kind, gone.Namespace, gone.Name);
                foreach (var item in listed.Items)
                    Keep(item);
                break;
            case SourceEvent.Covered covered:
                evaluator.SetCoverage(covered.Coverage);
                break;
            case SourceEvent.Version version:
                evaluator.View.Inventory.ServerVersion = version.Text;
                break;
            default:
                intake.Remember(told);
                break;
        }
    }

    private void Keep(KubeObject item)
    {
        evaluator.Put(item);
        _touched[item.Ref] = item;
    }

    private void Drop(KindRef kind, string ns, string name)
    {
        if (evaluator.View.Inventory.Find(kind, ns, name) is { } held)
            _touched[held.Ref] = null;
        evaluator.Remove(kind, ns, name);
    }
}
