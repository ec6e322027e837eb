using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>Which page answers what, how to read it, and what the words mean.</summary>
public sealed partial class HelpPage
{
    private static readonly (string Name, string Commands)[] Pages =
    [
        ("Findings", "posture scan ./manifests\nposture scan --kubeconfig ~/.kube/config --context prod -o sarif"),
        ("Controls", "posture controls\nposture controls -o json"),
        ("Compliance", "posture frameworks\nposture frameworks cis-1.12\nposture policy check policy.yaml"),
        ("Network", "posture network connections ./manifests\nposture network explain shop/web shop/deployment/api --port 8080 --objects ./manifests"),
        ("Images", "posture image inspect registry.example.com/shop/web:1.4\nposture image verify registry.example.com/shop/web:1.4 --policy policy.yaml"),
        ("Identities", "posture access who-can get secrets -n shop ./manifests\nposture access rules sa:shop/web ./manifests\n"
            + "posture access paths --subject sa:shop/web --objects ./manifests"),
    ];

    private static readonly string[] Glossary = ["Control", "Finding", "Coverage", "Snapshot", "Drift", "Bounds"];

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string Program => $"curl -H \"Authorization: Bearer $TOKEN\" '{Navigation.BaseUri}api/v1/findings?sev=critical,high&status=fail'";
}
