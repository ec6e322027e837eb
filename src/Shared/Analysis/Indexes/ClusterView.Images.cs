using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    /// <summary>Distinct references and digests kept; past it the memory starts anew.</summary>
    private const int MaxImages = 50_000;

    private readonly Dictionary<string, ImageReference?> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unknownImages = new(StringComparer.Ordinal);

    private readonly Dictionary<ImageReference, ImageStanding> _standings = [];

    private RegistryHosts? _registryHosts;

    /// <summary>Registry hosts in use.</summary>
    internal RegistryHosts RegistryHosts => _registryHosts ??= new(this);

    /// <summary>A reference as parsed by <see cref="ImageReference.Parse"/>, once for all checks and replicas.</summary>
    public ImageReference? ImageOf(string? text)
    {
        if (text is null)
            return null;
        if (_images.TryGetValue(text, out var known))
            return known;
        if (_images.Count >= MaxImages)
            _images.Clear();
        return _images[text] = ImageReference.Parse(text);
    }

    /// <summary>What the policy says of an image by its name, once for all that run it.</summary>
    internal ImageStanding StandingOf(ImageReference image)
    {
        if (_standings.TryGetValue(image, out var known))
            return known;
        if (_standings.Count >= MaxImages)
            _standings.Clear();
        return _standings[image] = Policy.StandingOf(image);
    }

    /// <summary>Every digest that a pod's status or a reference names, once, with a reference that it runs under: what a registry can be asked for.</summary>
    public IReadOnlyDictionary<string, ImageReference> RunningDigests()
    {
        var running = new Dictionary<string, ImageReference>(StringComparer.Ordinal);
        foreach (var workload in Workloads.All)
            foreach (var image in workload.Images)
                if (image.Digest.Length > 0 && !running.ContainsKey(image.Digest))
                    foreach (var container in workload.Template.Containers())
                        if (container.Container.Name == image.Container && ImageOf(container.Container.Image) is { IsWellFormed: true } reference)
                            running[image.Digest] = reference;
        return running;
    }

    private void ApplyToImages(InventoryChange change)
    {
        if (change.Subject is Pod)
            _registryHosts?.Apply(change);
        else if (Workload.AllKinds.Contains(change.Kind))
            _registryHosts = null;
    }

    /// <summary>Why nothing can be said of a digest: one text for all checks and workloads that ask.</summary>
    internal string UnknownImage(string digest)
    {
        if (_unknownImages.TryGetValue(digest, out var known))
            return known;
        if (_unknownImages.Count >= MaxImages)
            _unknownImages.Clear();
        return _unknownImages[digest] =
            $"Nothing is known of {digest} beside the cluster; name its registry in Posture:Registries, or import what cosign, trivy or docker inspect say of it with 'posture scan --import'.";
    }
}
