using Posture.Model.Inventory;
using Posture.Model.Names;

namespace Posture.Analysis.Provenance;

/// <summary>What is said of the vulnerabilities of one image: of all of it, or of a package in it. The latest that is about a package holds.</summary>
internal sealed class VexIndex
{
    private readonly ILookup<string, (VexStatement Said, PackageName? Part)> _said;

    public VexIndex(IReadOnlyList<VexStatement> statements) => _said = statements
        .Select(said => (Said: said, Part: PackageName.OfUrl(said.Part))).Where(one => one.Said.Part is null || one.Part is not null)
        .OrderByDescending(one => one.Said.At ?? DateTimeOffset.MinValue).ThenByDescending(one => one.Part is not null)
        .ToLookup(one => one.Said.Vulnerability, StringComparer.Ordinal);

    /// <summary>The statement by which a vulnerability does not count in a package; null when it counts.</summary>
    /// <param name="vulnerability">Its id.</param>
    /// <param name="package">The package; null when it is not known, and then nothing is said of it but what is said of the whole image.</param>
    public VexStatement? Excluding(string vulnerability, VulnerableLibrary? package)
    {
        foreach (var (said, part) in _said[vulnerability])
            if (part is not { } meant || (package is not null && meant.Means(package.Type, package.Name, package.Installed)))
                return said.Status is VexStatement.NotAffected or VexStatement.Fixed ? said : null;
        return null;
    }
}
