namespace Posture.Model.Verdicts;

/// <summary>The ten layers of container security; the number is the layer's id (L1…L10).</summary>
public enum Layer
{
    HostTenancy = 1,
    Content = 2,
    Registries = 3,
    Build = 4,
    DeployControl = 5,
    Orchestration = 6,
    Network = 7,
    Storage = 8,
    ApiSignOn = 9,
    Federation = 10,
}
