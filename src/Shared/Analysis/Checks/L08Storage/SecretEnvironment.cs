using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-SECRET-AS-ENV: Secrets come as files, not as environment variables, which child processes, crash reports and debug pages show.</summary>
internal sealed class SecretEnvironment : WorkloadCheck
{
    public override string Id => "L8-SECRET-AS-ENV";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            if (container.Role == ContainerRole.Ephemeral)
                continue;
            var (variables, sources) = (container.Container.Env, container.Container.EnvFrom);
            for (var i = 0; i < variables.Count; i++)
                if (variables[i].ValueFrom?.SecretKeyRef is { } key)
                    judgement.Fail(container.At(judgement.Text($"env[{i}].valueFrom.secretKeyRef")), judgement.Text($"{variables[i].Name} from Secret {key.Name}"), "a mounted file",
                        $"A value of Secret {key.Name} stands in the environment of container {container.Container.Name}.");
            for (var i = 0; i < sources.Count; i++)
                if (sources[i].SecretRef is { } whole)
                    judgement.Fail(container.At(judgement.Text($"envFrom[{i}].secretRef")), judgement.Text($"Secret {whole.Name}"), "a mounted file",
                        $"All of Secret {whole.Name} stands in the environment of container {container.Container.Name}.");
        }
    }
}
