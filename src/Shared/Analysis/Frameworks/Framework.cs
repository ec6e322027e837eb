using System.Reflection;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Frameworks;

/// <summary>
/// An external standard with all its items, also those that no control speaks of: a report lists them as not assessed. Titles are short and our own; the
/// standard's text is not reproduced. Source: one text file a standard in this folder; <see cref="FrameworkText"/> says how they are written.
/// </summary>
/// <param name="Id">Stable word in addresses and files, for example nsa or nist-800-190.</param>
/// <param name="Reference">Key of <see cref="Control.References"/>; empty where controls carry no ids of it and the file names the controls.</param>
/// <param name="Name">The standard's name.</param>
/// <param name="Version">The version whose numbers are used.</param>
/// <param name="Note">What a reader must know: for which clusters it is, whose mapping it is.</param>
/// <param name="Groups">Its chapters, in order.</param>
public sealed record Framework(string Id, string Reference, string Name, string Version, TitlePair Note, IReadOnlyList<RequirementGroup> Groups)
{
    /// <summary>Files in the order in which people choose.</summary>
    private static readonly string[] Files =
    [
        "nsa", "pss", "cis-kubernetes", "cis-eks", "cis-aks", "cis-gke", "nist-800-190", "owasp-2025", "owasp-2022", "mitre-attack", "ms-threat-matrix", "pci-dss-4",
        "pci-containers", "soc2",
    ];

    public static readonly IReadOnlyList<Framework> All = [.. Files.SelectMany(file => FrameworkText.Read(
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"Posture.Analysis.Frameworks.{file}.txt") ?? throw new InvalidOperationException($"{file}.txt is not embedded")))];

    public static Framework? Find(string? id) => All.FirstOrDefault(framework => framework.Id == id);

    /// <summary>Whether numbers of kube-bench are its numbers.</summary>
    public bool TakesBenchmarks => Reference == "cis_kubernetes";

    /// <summary>All items, in order.</summary>
    public IEnumerable<Requirement> Requirements => Groups.SelectMany(group => group.Requirements);

    /// <summary>Items that a control speaks of, in order.</summary>
    public IEnumerable<Requirement> Of(Control control) => Requirements.Where(requirement => requirement.Controls.Contains(control));
}

/// <summary>A chapter of a framework.</summary>
public sealed record RequirementGroup(string Id, TitlePair Title, IReadOnlyList<Requirement> Requirements);

/// <summary>A title in both languages.</summary>
public readonly record struct TitlePair(string English, string Chinese)
{
    public string In(bool chinese) => chinese ? Chinese : English;
}
