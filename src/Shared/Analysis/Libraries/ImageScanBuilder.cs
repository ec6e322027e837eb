using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Libraries;

/// <summary>
/// Brings what scanners list by vulnerability into an order by package. That a version has a vulnerability, and which version has the fix, is what the scanner says: versions are not
/// compared here.
/// </summary>
internal sealed class ImageScanBuilder(VexIndex? said)
{
    /// <summary>Longest text kept of a statement.</summary>
    private const int MaxText = 200;

    private static readonly string[] Severities = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    private readonly Dictionary<VulnerableLibrary, Part> _parts = [];
    private bool _isWhole = true;
    private DateTimeOffset? _at;

    /// <summary>Adds a report of the image.</summary>
    public void Add(VulnerabilityReportData report)
    {
        var found = report.Vulnerabilities;
        // What the scanner counts and does not list may be anywhere.
        _isWhole &= found.IsWhole && !(report.Summary.CriticalCount > found.ListedCritical) && !(report.Summary.HighCount > found.ListedHigh);
        if (report.UpdateTimestamp is { } at && !(at < _at))
            _at = at;
        foreach (var one in found.Worst)
            foreach (var place in one.In ?? [])
                if (place >= 0 && place < found.Libraries.Count)
                    PartOf(found.Libraries[place]).Add(one, said?.Excluding(one.Id, found.Libraries[place]));
    }

    /// <summary>What was added, within bounds.</summary>
    public ImageScan Build(string digest, ImageNewest? newest)
    {
        var (ids, outs) = (0, 0);
        var libraries = new List<ScannedLibrary>();
        foreach (var (package, part) in _parts.OrderByDescending(one => one.Key.Fixed is not null && one.Value.Ids.Count > 0).ThenByDescending(one => one.Value.Rank)
            .ThenBy(one => one.Key.Name, StringComparer.Ordinal).ThenBy(one => one.Key.Type, StringComparer.Ordinal).ThenBy(one => one.Key.Installed, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Fixed, StringComparer.Ordinal))
        {
            if (libraries.Count == ImageScan.MaxLibraries || ids + part.Ids.Count > ImageScan.MaxIds)
            {
                _isWhole = false;
                break;
            }
            libraries.Add(new()
            {
                Type = package.Type,
                Name = package.Name,
                Installed = package.Installed,
                Fixed = package.Fixed,
                Severity = Severities[part.Rank],
                Ids = [.. part.Ids],
                Out = [.. part.Out.Take(ImageScan.MaxOut - outs)],
            });
            (ids, outs) = (ids + part.Ids.Count, outs + libraries[^1].Out.Count);
        }
        return new() { Digest = digest, At = _at, IsWhole = _isWhole, Newest = newest, Libraries = libraries };
    }

    private static string? Cut(string? text) => text is { Length: > MaxText } ? string.Concat(text.AsSpan(0, MaxText - 1), "…") : text;

    private Part PartOf(VulnerableLibrary package)
    {
        if (!_parts.TryGetValue(package, out var part))
            _parts[package] = part = new();
        return part;
    }

    /// <summary>One version of a package, with what the same version fixes.</summary>
    private sealed class Part
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private int _rank;
        private int _outRank;

        public List<string> Ids { get; } = [];

        public List<VexStatement> Out { get; } = [];

        public int Rank => Ids.Count > 0 ? _rank : _outRank;

        public void Add(Vulnerability one, VexStatement? excluding)
        {
            if (!_seen.Add(one.Id))
                return; // in two reports
            var rank = int.Max(0, Array.IndexOf(Severities, one.Severity));
            if (excluding is null)
            {
                _rank = int.Max(_rank, rank);
                Ids.Add(one.Id);
            }
            else
            {
                _outRank = int.Max(_outRank, rank);
                Out.Add(excluding with { Vulnerability = one.Id, Justification = Cut(excluding.Justification), By = Cut(excluding.By), Part = null });
            }
        }
    }
}
