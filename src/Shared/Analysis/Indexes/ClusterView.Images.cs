namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    /// <summary>Distinct references kept parsed; past it the memory starts anew.</summary>
    private const int MaxImages = 50_000;

    private readonly Dictionary<string, ImageReference?> _images = new(StringComparer.Ordinal);

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
}
