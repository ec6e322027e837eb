using System.Collections.Concurrent;
using System.Collections.Immutable;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Indexes;

/// <summary>
/// A pod spec to judge: a workload's template, or a live pod that differs from it. <see cref="Path"/> is where the spec begins inside <see cref="Source"/>.
/// </summary>
public sealed class PodView
{
    private ImmutableArray<ContainerView> _containers;

    internal PodView(KubeObject source, string path, ObjectMeta metadata, PodSpec spec, bool live)
    {
        Source = source;
        Path = path;
        Metadata = metadata;
        Spec = spec;
        IsLive = live;
    }

    public KubeObject Source { get; }

    /// <summary><c>spec</c>, <c>spec.template.spec</c>, <c>template.spec</c> or <c>spec.jobTemplate.spec.template.spec</c>; live pods add <c>Pod/name:</c> in front.</summary>
    public string Path { get; }
    public ObjectMeta Metadata { get; }
    public PodSpec Spec { get; }
    public bool IsLive { get; }

    /// <summary>spec.os.name is windows (rule R5).</summary>
    public bool IsWindows => Spec.Os?.Name == "windows";

    /// <summary>Every container with its path: init containers, containers, ephemeral containers (rule R3). Listed once for all checks.</summary>
    public ImmutableArray<ContainerView> Containers() => _containers.IsDefault ? _containers = [.. List()] : _containers;

    /// <summary>A path below the spec, for example <c>At("hostPID")</c>.</summary>
    public EvidencePath At(string field) => new(Path, field);

    private IEnumerable<ContainerView> List()
    {
        for (var i = 0; i < Spec.InitContainers.Count; i++)
            yield return new(Spec.InitContainers[i], ContainerRole.Init, this, i);
        for (var i = 0; i < Spec.Containers.Count; i++)
            yield return new(Spec.Containers[i], ContainerRole.Main, this, i);
        for (var i = 0; i < Spec.EphemeralContainers.Count; i++)
            yield return new(Spec.EphemeralContainers[i], ContainerRole.Ephemeral, this, i);
    }
}

/// <summary>Which list a container stands in.</summary>
public enum ContainerRole
{
    Init,
    Main,
    Ephemeral,
}

/// <summary>A container and where it stands.</summary>
public readonly record struct ContainerView(Container Container, ContainerRole Role, PodView Pod, int Index)
{
    /// <summary>Templates of a kind begin at one of a few paths, and few have more containers than this in a list: their places are the same texts.</summary>
    private const int MaxShared = 16;

    private static readonly ConcurrentDictionary<(string Pod, ContainerRole Role, int Index), string> Shared = new();

    /// <summary>Where the container begins; one text for all that is said of it.</summary>
    public string Path { get; } = Pod.IsLive || Index >= MaxShared ? PathOf((Pod.Path, Role, Index)) : Shared.GetOrAdd((Pod.Path, Role, Index), PathOf);

    /// <summary>Settings that hold after inheritance from the pod.</summary>
    public EffectiveSecurity Security => new(Container.SecurityContext, Pod.Spec.SecurityContext);

    private static string PathOf((string Pod, ContainerRole Role, int Index) place) => $"{place.Pod}.{ListOf(place.Role)}[{place.Index}]";

    private static string ListOf(ContainerRole role) => role switch
    {
        ContainerRole.Init => "initContainers",
        ContainerRole.Ephemeral => "ephemeralContainers",
        _ => "containers",
    };

    /// <summary>A path below the container, for example <c>At("securityContext.privileged")</c>.</summary>
    public EvidencePath At(string field) => new(Path, field);
}
