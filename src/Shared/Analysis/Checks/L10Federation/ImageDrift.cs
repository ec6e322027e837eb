using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-IMAGE-DRIFT: a workload runs the image that it runs under the same name in the other clusters, the time of a roll-out aside; and no registry serves this
/// cluster alone (said of the cluster).
/// </summary>
internal sealed class ImageDrift : WorkloadCheck
{
    private const string Compared = "images";

    public override string Id => "L10-IMAGE-DRIFT";

    public override bool ReadsFleet => true;

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) => view.Peers.Count > 0 && ImageAspect.IsComparable(workload)
        && ImageAspect.Of(workload).Any(own => view.Peers.Any(peer => peer.Digest.Images?.Running.ContainsKey(ImageAspect.KeyOf(workload, own.Container)) == true));

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var (container, own) in ImageAspect.Of(workload))
        {
            var key = ImageAspect.KeyOf(workload, container);
            var theirs = view.Peers.Select(peer => peer.Digest.Images?.Running.GetValueOrDefault(key)).OfType<ImageDigest>().ToList();
            var differing = theirs.FindAll(other => other.Digest.Length > 0 && own.Digest.Length > 0 && other.Digest != own.Digest);
            if (differing.FindAll(other => Lasts(own, view) && Lasts(other, view)) is { Count: > 0 } lasting)
                judgement.Fail($"status.containerStatuses[{container}].imageID", own.Digest, $"the digest of {FleetText.Count(lasting.Count, theirs.Count)}",
                    $"Container {container} has run another image than in {FleetText.Count(lasting.Count, theirs.Count)} for more than {view.Policy.RolloutHours} hours.");
            else if (differing.Exists(other => other.Since is null || own.Since is null))
                judgement.NotAssessed($"Container {container} has another image than elsewhere; no pod shows since when.");
            else if (theirs.Count > 0)
                judgement.Note($"status.containerStatuses[{container}].imageID", own.Digest.Length == 0 ? "several: a roll-out is under way" : own.Digest,
                    differing.Count > 0 ? "Differs from other clusters within the time of a roll-out." : "The same in the other clusters.");
        }
    }

    internal override CheckSubject? ClusterSubject(ClusterView view) => new CheckSubject(view.ClusterRef, view);

    internal override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is Workload)
        {
            base.Judge(subject, view, judgement);
            return;
        }
        var peers = view.Peers.Where(peer => peer.Digest.Images is { Registries.Count: > 0 }).ToList();
        if (peers.Count == 0 || view.Digest.Images is not { } own)
        {
            judgement.NotAssessed(FleetText.Incomparable(view, Compared));
            return;
        }
        foreach (var host in own.Registries)
            if (!peers.Exists(peer => peer.Digest.Images!.Registries.Contains(host)))
                judgement.Fail("image", host, "a registry that other clusters use too", $"Images come from {host} here and nowhere in {FleetText.Names(peers)}.");
    }

    private static bool Lasts(ImageDigest image, ClusterView view) => image.Since is { } since && view.Now - since > TimeSpan.FromHours(view.Policy.RolloutHours);
}
