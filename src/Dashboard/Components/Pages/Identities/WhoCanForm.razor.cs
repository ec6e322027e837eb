using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>The question in words of RBAC, with questions that are often asked beside it. Asking leads to the address of the question.</summary>
public sealed partial class WhoCanForm
{
    private const string Rbac = "rbac.authorization.k8s.io";

    private static readonly string[] Verbs =
    [
        "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "bind", "escalate", "impersonate", "approve", "sign", "use", "*",
    ];

    private static readonly Preset[] Presets =
    [
        new(nameof(IdentitiesText.PresetSecrets), "get", "secrets", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetExec), "create", "pods/exec", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetPods), "create", "pods", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetTokens), "create", "serviceaccounts/token", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetBind), "bind", $"clusterroles.{Rbac}", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetEscalate), "escalate", $"roles.{Rbac}", IsOfCluster: false),
        new(nameof(IdentitiesText.PresetImpersonate), "impersonate", "users", IsOfCluster: true),
        new(nameof(IdentitiesText.PresetCertificates), "update", "certificatesigningrequests.certificates.k8s.io/approval", IsOfCluster: true),
        new(nameof(IdentitiesText.PresetNodes), "get", "nodes/proxy", IsOfCluster: true),
        new(nameof(IdentitiesText.PresetWebhooks), "update", "mutatingwebhookconfigurations.admissionregistration.k8s.io", IsOfCluster: true),
        new(nameof(IdentitiesText.PresetEverything), "*", "*", IsOfCluster: false),
    ];

    private IdentitiesState? _shown;
    private string? _verb;
    private string? _resource;
    private string? _namespace;
    private string? _name;

    [Parameter, EditorRequired]
    public IdentitiesModel Model { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    protected override void OnParametersSet()
    {
        if (_shown == Model.State)
            return;
        _shown = Model.State;
        (_verb, _resource, _namespace, _name) = (Model.State.Verb, Model.State.Resource, Model.State.Namespace, Model.State.Name);
    }

    private bool IsAsked(Preset preset) => Model.State.Verb == preset.Verb && Model.State.Resource == preset.Resource;

    /// <summary>A question about the whole cluster keeps no namespace: it would only narrow the list below.</summary>
    private IdentitiesState Of(Preset preset) => Model.State with
    {
        Verb = preset.Verb,
        Resource = preset.Resource,
        Namespace = preset.IsOfCluster ? null : Model.State.Namespace,
        Name = null,
        Page = 1,
    };

    private void Ask() => Navigation.NavigateTo((Model.State with
    {
        Verb = SubjectWords.Given(_verb),
        Resource = SubjectWords.Given(_resource),
        Namespace = SubjectWords.Given(_namespace),
        Name = SubjectWords.Given(_name),
        Page = 1,
    }).Href);

    private sealed record Preset(string Key, string Verb, string Resource, bool IsOfCluster);
}
