using Microsoft.AspNetCore.Components;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Where a control comes from: standards and their items.</summary>
public sealed partial class References
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["cis_kubernetes"] = "CIS Kubernetes",
        ["nsa_cisa"] = "NSA/CISA",
        ["pod_security_standards"] = "Pod Security Standards",
        ["mitre_attack"] = "MITRE ATT&CK",
        ["microsoft_threat_matrix"] = "Microsoft threat matrix",
        ["owasp_k8s_2022"] = "OWASP Kubernetes 2022",
        ["owasp_k8s_2025"] = "OWASP Kubernetes 2025",
        ["nist_sp_800_190"] = "NIST SP 800-190",
        ["nist_sp_800_53_via_cac"] = "NIST SP 800-53",
        ["pci_container_guidance_sections"] = "PCI container guidance",
        ["pci_dss_4_via_cac"] = "PCI DSS 4",
        ["soc2_via_kubescape"] = "SOC 2",
        ["compliance_as_code_rules"] = "ComplianceAsCode",
        ["kube_linter"] = "kube-linter",
        ["kics"] = "KICS",
    };

    [Parameter, EditorRequired]
    public Control Control { get; set; } = default!;

    /// <summary>All ids in one line, standard by standard.</summary>
    internal static string Line(Control control) =>
        string.Join(" · ", control.References.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{NameOf(pair.Key)} {string.Join(", ", pair.Value)}"));

    private static string NameOf(string standard)
    {
        if (Names.TryGetValue(standard, out var name))
            return name;
        var words = standard.Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
