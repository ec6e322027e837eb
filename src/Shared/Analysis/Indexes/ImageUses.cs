using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>The images that the containers of a workload, or of a static pod, run, and which of them changed since they were asked for last. One owner at a time.</summary>
public sealed class ImageUses(ClusterView view)
{
    private readonly Dictionary<ObjectRef, IReadOnlyList<ImageUse>> _told = [];

    /// <summary>The images of every workload whose images are not those that were told last; of all, the first time.</summary>
    public IReadOnlyList<WorkloadImages> TakeChanges()
    {
        var changes = new List<WorkloadImages>();
        if (view.Workloads.TakeTouched() is { } touched)
            foreach (var workload in touched)
                Compare(workload, changes);
        else
        {
            var gone = _told.Keys.ToHashSet();
            foreach (var workload in view.Workloads.Running)
            {
                gone.Remove(workload.Ref);
                Compare(workload.Ref, changes);
            }
            foreach (var workload in gone)
                Compare(workload, changes);
        }
        return changes;
    }

    /// <summary>
    /// Each container, reference and digest once: of the pods that live, with what their status says that they run; of the template where there is no pod. A container whose
    /// digest one pod tells is not listed a second time for a pod that has not started yet.
    /// </summary>
    internal static IReadOnlyList<ImageUse> Of(Workload workload, ClusterView view)
    {
        var uses = new List<ImageUse>();
        var ended = RunningImage.AllEnded(workload);
        foreach (var pod in workload.Pods)
            if ((ended || !RunningImage.HasEnded(pod)) && Workload.TemplateOf(pod) is { } spec)
                foreach (var container in spec.Containers())
                    Add(uses, container, RunningImage.StatusOf(pod, container.Container.Name)?.ImageID, view);
        if (uses.Count == 0)
            foreach (var container in workload.Template.Containers())
                Add(uses, container, null, view);
        uses.RemoveAll(use => use.Digest is null && uses.Exists(other => other.Digest is not null && other.Container == use.Container && other.Reference == use.Reference));
        return uses;
    }

    private static void Add(List<ImageUse> uses, ContainerView container, string? running, ClusterView view)
    {
        if (container.Container.Image is not { Length: > 0 } text)
            return;
        var digest = Whole(running) ?? Whole(text);
        foreach (var use in uses)
            if (use.Container == container.Container.Name && use.Reference == text && use.Digest == digest)
                return;
        var role = container.Role.ToString().ToLowerInvariant();
        uses.Add(view.ImageOf(text) is { } image
            ? new(container.Container.Name, role, text, image.Host, image.Repository, image.Tag ?? (image.Digest is null ? "latest" : null), digest) { Standing = view.StandingOf(image) }
            : new(container.Container.Name, role, text, "", text, null, digest) { Standing = new(ImageStanding.Unknown) });
    }

    private static string? Whole(string? image) => RunningImage.DigestOf(image) is var digest && ImageReference.IsWhole(digest) ? digest.ToString() : null;

    private void Compare(ObjectRef reference, List<WorkloadImages> changes)
    {
        var now = view.Workloads.FindRunning(reference) is { } workload ? Of(workload, view) : [];
        if (_told.TryGetValue(reference, out var told) ? told.SequenceEqual(now) : now.Count == 0)
            return;
        if (now.Count > 0)
            _told[reference] = now;
        else
            _told.Remove(reference);
        changes.Add(new(reference, now));
    }
}
