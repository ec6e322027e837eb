using System.Globalization;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.TestKit;

/// <summary>
/// Several clusters in one text, for tests of checks that compare them. A line <c>## cluster NAME key=value …</c> begins another cluster, <c>## this key=value …</c>
/// sets something of the first. Keys: <c>environment</c>, <c>version</c> (of the API server), <c>issuer</c> and <c>keys</c> (of service-account tokens),
/// <c>confirmed</c> (a date), <c>collected=never</c>, <c>unread=Kind</c>.
/// </summary>
public static class FleetManifests
{
    public static IReadOnlyList<FleetManifest> Read(string text)
    {
        var clusters = new List<FleetManifest>();
        string[] head = ["this"];
        var body = new List<string>();
        foreach (var line in text.Split('\n').Append("## end"))
        {
            if (!line.StartsWith("## ", StringComparison.Ordinal))
            {
                body.Add(line);
                continue;
            }
            var words = line[3..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "this")
            {
                head = words;
                continue;
            }
            clusters.Add(Cluster(head, string.Join('\n', body)));
            (head, body) = (words, []);
        }
        return clusters;
    }

    private static FleetManifest Cluster(string[] head, string yaml)
    {
        var settings = head.Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var inventory = Manifests.Inventory(yaml);
        inventory.ServerVersion = settings.GetValueOrDefault("version");
        if (settings.TryGetValue("issuer", out var issuer))
            inventory.TokenIssuer = new(issuer, settings.GetValueOrDefault("keys")?.Split(','));
        foreach (var kind in KnownKinds.All.Where(kind => settings.GetValueOrDefault("unread")?.Split(',').Contains(kind.Kind) == true))
            inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Forbidden, "forbidden", null, 0));
        return new(
            head[0] == "cluster" ? head[1] : "fixture", settings.GetValueOrDefault("environment") ?? "", inventory,
            settings.GetValueOrDefault("collected") == "never" ? null
                : DateTimeOffset.Parse(settings.GetValueOrDefault("confirmed") ?? "2026-11-01T11:59:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
    }
}

/// <summary>One cluster of such a text.</summary>
/// <param name="Name">Slug; <c>fixture</c> for the first.</param>
/// <param name="Environment">For example production.</param>
/// <param name="Inventory">Its objects.</param>
/// <param name="ConfirmedAt">When it was confirmed; null when it was never collected.</param>
public sealed record FleetManifest(string Name, string Environment, ClusterInventory Inventory, DateTimeOffset? ConfirmedAt);
