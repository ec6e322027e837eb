namespace Posture.Collectors.Hosting;

/// <summary>The demo fleet: three folders of manifests.</summary>
internal static class DemoFleet
{
    public static void AddTo(CollectorOptions options, string path)
    {
        (string Name, string Environment)[] clusters = [("production", "production"), ("staging", "staging"), ("edge", "edge")];
        foreach (var (name, environment) in clusters)
            options.ClusterList.Add(new() { Name = name, DisplayName = name, Environment = environment, Folder = Path.Combine(Path.GetFullPath(path), name) });
        if (options.AllowedRegistries.Count == 0)
            options.AllowedRegistries = ["registry.example.com", "registry.k8s.io"];
    }
}
