using Posture.Analysis.Evaluation;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Pipeline;

/// <summary>Changes between two commits: fed to the evaluator as they come, the last state of each object kept for the store.</summary>
internal sealed class ChangeSet(ClusterEvaluator evaluator, Intake intake, KeptObjects kept)
{
    private readonly Dictionary<(KindRef Kind, string Namespace, string Name), (ObjectRef Ref, KubeObject? Item)> _touched = [];

    /// <summary>Nothing but signs of life, or of other clusters, so far: no need to wait for more.</summary>
    public bool OnlyAlive { get; private set; } = true;

    /// <summary>The source told something: what is held is current.</summary>
    public bool FromSource { get; private set; }

    public IReadOnlyCollection<KubeObject> Put => [.. _touched.Values.Select(touched => touched.Item).OfType<KubeObject>()];

    public IReadOnlyCollection<ObjectRef> Removed => [.. _touched.Values.Where(touched => touched.Item is null).Select(touched => touched.Ref)];

    public void Take(SourceEvent told)
    {
        OnlyAlive &= told is SourceEvent.Alive or SourceEvent.FleetChanged;
        FromSource |= told is not (SourceEvent.FleetChanged or SourceEvent.ImageLooked);
        switch (told)
        {
            case SourceEvent.Put put:
                Keep(put.Item);
                break;
            case SourceEvent.Removed removed:
                Drop(removed.Kind, removed.Namespace, removed.Name);
                break;
            case SourceEvent.ImageLooked { Facts: { } facts }:
                Keep(facts);
                break;
            case SourceEvent.ImageLooked gone:
                Drop(ImageWatch.Kind, "", gone.Digest);
                break;
            case SourceEvent.Listed listed:
                DropAll(intake.Gone(listed));
                foreach (var item in listed.Items)
                    Keep(item);
                break;
            case SourceEvent.Covered covered:
                Cover(covered.Coverage);
                break;
            case SourceEvent.Version version:
                evaluator.View.Inventory.ServerVersion = version.Text;
                break;
            default:
                intake.Remember(told);
                break;
        }
    }

    /// <summary>Nothing more comes: what was kept for a broken file, and no file holds now that all can be read, is gone.</summary>
    public void Close()
    {
        if (intake.Incomplete)
            return;
        foreach (var gone in kept.TakeGone())
            Drop(new(gone.Group, gone.Kind), gone.Namespace, gone.Name);
    }

    private void Cover(KindCoverage coverage)
    {
        if (coverage.State == CoverageState.NotServed)
            DropAll([.. evaluator.View.Inventory.All(new(coverage.Group, coverage.Kind))]);
        evaluator.SetCoverage(coverage);
    }

    private void DropAll(List<KubeObject> gone)
    {
        foreach (var item in gone)
            Drop(new(item.Group, item.Kind), item.Namespace, item.Name);
    }

    private void Keep(KubeObject item)
    {
        kept.Seen(item);
        evaluator.Put(item);
        _touched[(new(item.Group, item.Kind), item.Namespace, item.Name)] = (item.Ref, item);
    }

    private void Drop(KindRef kind, string ns, string name)
    {
        if (evaluator.View.Inventory.Find(kind, ns, name) is { } held)
            _touched[(kind, ns, name)] = (held.Ref, null);
        evaluator.Remove(kind, ns, name);
    }
}
