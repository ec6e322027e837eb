using System.Reflection;
using Posture.Analysis.Catalogue;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Frameworks;

/// <summary>
/// An external standard with all its items, also those that no control speaks of: a report lists them as not assessed. Titles are short and our own; the
/// standard's text is not reproduced. Source: <c>frameworks.txt</c>; which control speaks of which item is in the catalogue's references.
/// </summary>
/// <param name="Id">Stable word in addresses and files: nsa, pss, cis.</param>
/// <param name="Reference">Key of <see cref="Control.References"/>.</param>
/// <param name="Name">The standard's name.</param>
/// <param name="Version">The version whose numbers are used.</param>
/// <param name="Groups">Its chapters, in order.</param>
public sealed record Framework(string Id, string Reference, string Name, string Version, IReadOnlyList<RequirementGroup> Groups)
{
    public static readonly IReadOnlyList<Framework> All = FrameworkText.Read(
        Assembly.GetExecutingAssembly().GetManifestResourceStream("Posture.Analysis.Frameworks.frameworks.txt")
            ?? throw new InvalidOperationException("frameworks.txt is not embedded"));

    public static Framework? Find(string? id) => All.FirstOrDefault(framework => framework.Id == id);

    /// <summary>All items, in order.</summary>
    public IEnumerable<Requirement> Requirements => Groups.SelectMany(group => group.Requirements);

    /// <summary>Controls that speak of an item, in catalogue order.</summary>
    public IEnumerable<Control> ControlsOf(string requirement) => ControlCatalogue.Default.Controls
        .Where(control => control.References.TryGetValue(Reference, out var ids) && ids.Contains(requirement, StringComparer.Ordinal));
}

/// <summary>A chapter of a framework.</summary>
public sealed record RequirementGroup(string Id, TitlePair Title, IReadOnlyList<Requirement> Requirements);

/// <summary>A numbered item of a framework.</summary>
/// <param name="Id">Its number, for example 5.2.2.</param>
/// <param name="Title">Short title of our own.</param>
public sealed record Requirement(string Id, TitlePair Title);

/// <summary>A title in both languages.</summary>
public readonly record struct TitlePair(string English, string Chinese)
{
    public string In(bool chinese) => chinese ? Chinese : English;
}
