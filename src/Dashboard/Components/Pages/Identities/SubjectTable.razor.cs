using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Every subject and what it holds, the gravest first.</summary>
public sealed partial class SubjectTable
{
    [Parameter, EditorRequired]
    public IdentitiesModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private IdentitiesState State => Model.State;

    private RosterAnswer Roster => Model.Roster!;

    private List<FilterChip> Chips =>
    [
        .. Maybe(nameof(IdentitiesText.Namespace), State.Namespace, State with { Namespace = null, Page = 1 }),
        .. Maybe(nameof(IdentitiesText.Kind), State.Kind is { } kind ? Loc["Kind" + kind].Value : null, State with { Kind = null, Page = 1 }),
        .. Maybe(nameof(IdentitiesText.Search), State.Text, State with { Text = null, Page = 1 }),
    ];

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string? Current(bool chosen) => chosen ? "true" : null;

    private IEnumerable<FilterChip> Maybe(string name, string? value, IdentitiesState without) => value is null ? [] : [new(Loc[name], value, without.Href)];
}
