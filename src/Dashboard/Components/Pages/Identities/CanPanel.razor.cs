using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>May this subject do that? The answer names the binding and role that let it, or says that nothing does.</summary>
public sealed partial class CanPanel
{
    private SubjectState? _shown;
    private string? _verb;
    private string? _resource;
    private string? _in;
    private string? _object;

    [Parameter, EditorRequired]
    public SubjectModel Model { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private string Question => SubjectWords.Question(Model.State.Verb!, Model.State.Resource!, Model.State.Object)
        + " · " + (Model.State.In ?? Loc[nameof(IdentitiesText.WholeCluster)]);

    protected override void OnParametersSet()
    {
        if (_shown == Model.State)
            return;
        _shown = Model.State;
        (_verb, _resource, _in, _object) = (Model.State.Verb, Model.State.Resource, Model.State.In, Model.State.Object);
    }

    private void Ask() => Navigation.NavigateTo((Model.State with
    {
        Verb = SubjectWords.Given(_verb),
        Resource = SubjectWords.Given(_resource),
        In = SubjectWords.Given(_in),
        Object = SubjectWords.Given(_object),
    }).Href);
}
