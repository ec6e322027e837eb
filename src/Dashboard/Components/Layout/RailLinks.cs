using System.Reflection;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>The rail's groups. A link is there only if its page is: nothing leads to "not found".</summary>
internal sealed class RailLinks
{
    public RailLinks()
        : this(typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template))
    {
    }

    internal RailLinks(IEnumerable<string> routes)
    {
        var known = routes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Groups = [.. All().Select(group => group with { Links = [.. group.Links.Where(link => known.Contains(link.Href))] }).Where(group => group.Links.Count > 0)];
    }

    public IReadOnlyList<RailGroup> Groups { get; }

    private static RailGroup[] All() =>
    [
        new(nameof(FrameText.GroupOverview),
        [
            new(nameof(FrameText.Fleet), "/fleet", Icons.Material.Outlined.SpaceDashboard, Access.Overview),
            new(nameof(FrameText.MyNamespaces), "/my", Icons.Material.Outlined.FolderShared, Access.Detail),
        ]),
        new(nameof(FrameText.GroupPosture),
        [
            new(nameof(FrameText.Clusters), "/clusters", Icons.Material.Outlined.Hub, Access.Clusters),
            new(nameof(FrameText.Layers), "/layers", Icons.Material.Outlined.Layers, Access.Overview),
            new(nameof(FrameText.Findings), "/findings", Icons.Material.Outlined.ReportProblem, Access.Detail),
            new(nameof(FrameText.Drift), "/drift", Icons.Material.Outlined.Difference, Access.Detail),
            new(nameof(FrameText.Network), "/network", Icons.Material.Outlined.Lan, Access.Detail),
            new(nameof(FrameText.Identities), "/identities", Icons.Material.Outlined.Badge, Access.Detail),
            new(nameof(FrameText.Images), "/images", Icons.Material.Outlined.Inventory2, Access.Detail),
        ]),
        new(nameof(FrameText.GroupAssurance),
        [
            new(nameof(FrameText.Compliance), "/compliance", Icons.Material.Outlined.FactCheck, Access.Overview),
            new(nameof(FrameText.Exceptions), "/exceptions", Icons.Material.Outlined.GppMaybe, Access.Overview),
            new(nameof(FrameText.Reports), "/reports", Icons.Material.Outlined.Description, Access.Overview),
        ]),
        new(nameof(FrameText.GroupHelp),
        [
            new(nameof(FrameText.Activity), "/activity", Icons.Material.Outlined.History),
            new(nameof(FrameText.Admin), "/admin", Icons.Material.Outlined.AdminPanelSettings, Access.Tenants),
            new(nameof(FrameText.Help), "/help", Icons.Material.Outlined.HelpOutline),
        ]),
    ];
}

/// <summary>A titled group of the rail.</summary>
/// <param name="Key">Text key of the title.</param>
/// <param name="Links">Links to pages that exist.</param>
internal sealed record RailGroup(string Key, IReadOnlyList<RailLink> Links);

/// <summary>A link of the rail.</summary>
/// <param name="Key">Text key.</param>
/// <param name="Href">Path of the page.</param>
/// <param name="Icon">Icon, decorative.</param>
/// <param name="Policy">One of <see cref="Access"/>; null for everybody.</param>
internal sealed record RailLink(string Key, string Href, string Icon, string? Policy = null);
