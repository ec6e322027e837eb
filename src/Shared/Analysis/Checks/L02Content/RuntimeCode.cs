using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-POD-RUNTIME-CODE: a gitRepo volume (its driver is off by default since Kubernetes 1.33) or a container told to clone by GITSYNC_GIT (Checkov CKV_K8S_159).
/// A git-sync image alone is noted: it may be pinned to a commit.
/// </summary>
internal sealed class RuntimeCode : WorkloadCheck
{
    private const string Variable = "GITSYNC_GIT";

    public override string Id => "L2-POD-RUNTIME-CODE";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (pod.Spec.Volumes[i].GitRepo is not null)
                judgement.Fail(pod.At($"volumes[{i}].gitRepo"), "present", "absent", $"Volume {pod.Spec.Volumes[i].Name} is cloned from a repository when the pod starts.");
        foreach (var container in pod.Containers())
            if (container.Role != ContainerRole.Ephemeral)
                Judge(container, view, judgement);
    }

    private static void Judge(ContainerView container, ClusterView view, Judgement judgement)
    {
        var variables = container.Container.Env;
        for (var i = 0; i < variables.Count; i++)
            if (variables[i].Name == Variable)
                judgement.Fail(container.At($"env[{i}].name"), Variable, "absent", $"Container {container.Container.Name} fetches code that is not in its image.");
        if (view.ImageOf(container.Container.Image) is { } image && image.Path.EndsWith("/git-sync", StringComparison.Ordinal))
            judgement.Note(container.At("image"), container.Container.Image!, $"Container {container.Container.Name} synchronises a repository; see that it is pinned to a commit.");
    }
}
