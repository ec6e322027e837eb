using Posture.Model.Names;

namespace Posture.Collectors.Ingest;

/// <summary>Components of a CycloneDX document by what its vulnerabilities refer to.</summary>
internal sealed class CycloneDxParts
{
    private readonly Dictionary<string, CycloneDxComponent> _byRef = new(StringComparer.Ordinal);
    private readonly HashSet<string> _images = new(StringComparer.Ordinal);

    public CycloneDxParts(CycloneDxDocument bom)
    {
        foreach (var name in new[] { bom.Metadata?.Component?.BomRef, bom.Metadata?.Component?.Purl }.OfType<string>())
            _images.Add(name);
        foreach (var component in bom.Components ?? [])
            foreach (var name in new[] { component.BomRef, component.Purl }.OfType<string>())
                _byRef.TryAdd(name, component);
    }

    /// <summary>The components that have a vulnerability, under the names that scanners use; or that it is about the image as a whole.</summary>
    public (IReadOnlyList<CycloneDxComponent> Parts, bool IsWhole) Of(CycloneDxVulnerability one)
    {
        // Of nothing in particular, as tools write that put no components into the document.
        if (one.Affects is not { Length: > 0 } affected)
            return ([], true);
        List<string> refs = [.. affected.Select(part => part.Ref).OfType<string>().Select(Local).Distinct(StringComparer.Ordinal)];
        return refs.Exists(_images.Contains) ? ([], true) : ([.. refs.Select(Named)], false);
    }

    private CycloneDxComponent Named(string name)
    {
        var component = _byRef.GetValueOrDefault(name) ?? new(null, PackageName.OfUrl(name) is null ? null : name, null, null, name);
        var package = PackageName.OfUrl(component.Purl);
        return component with { Name = package?.Name ?? component.Name, Version = component.Version ?? package?.Version };
    }

    /// <summary>A link between documents (BOM-Link) ends with the name in the other.</summary>
    private static string Local(string name) => name.StartsWith("urn:cdx:", StringComparison.Ordinal) && name.IndexOf('#', StringComparison.Ordinal) is var at and > 0 ? Uri.UnescapeDataString(name[(at + 1)..]) : name;
}
