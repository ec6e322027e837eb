using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Counts components and keeps the names of system packages: those whose package URL is of a distribution, or that have none.</summary>
internal sealed class ComponentListConverter : DigestConverter<ComponentList, ComponentEntry>
{
    private static readonly string[] SystemPackages = ["pkg:apk/", "pkg:deb/", "pkg:rpm/", "pkg:alpm/"];

    protected override JsonTypeInfo<ComponentList> Own => ModelJson.Default.ComponentList;

    protected override JsonTypeInfo<ComponentEntry> Item => ModelJson.Default.ComponentEntry;

    protected override ComponentList Reduce(IEnumerable<ComponentEntry> items)
    {
        var list = new ComponentList();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            list.Count++;
            if (item.Name is { Length: > 0 } && (string.IsNullOrEmpty(item.Purl) || SystemPackages.Any(item.Purl.StartsWith)))
                names.Add(Cut(item.Name)!);
        }
        list.Packages = [.. names.Take(ComponentList.MaxKept)];
        list.Left = names.Count - list.Packages.Count;
        return list;
    }
}

/// <summary>The fields that are read of a component.</summary>
public sealed record ComponentEntry
{
    public string? Name { get; set; }
    public string? Purl { get; set; }
}
