using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Resources;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Subjects, reasons and questions in words.</summary>
internal static class SubjectWords
{
    /// <summary><c>ServiceAccount/shop/web</c>, <c>User/alice</c>; <c>User/</c> for one that is not named.</summary>
    public static string Spell(Subject subject) => $"{subject.Kind}/{Name(subject)}";

    public static string Name(Subject subject) => subject.Namespace is { Length: > 0 } ns ? $"{ns}/{subject.Name}" : subject.Name;

    /// <summary><c>get secrets</c>, <c>get secrets “web”</c>.</summary>
    public static string Question(string verb, string resource, string? name) => name is null ? $"{verb} {resource}" : $"{verb} {resource} “{name}”";

    /// <summary>What was typed; null for nothing.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Where what the subject holds counts.</summary>
    public static string Places(this IStringLocalizer<IdentitiesText> texts, SubjectRow row)
    {
        if (row.IsHidden || row.Bindings == 0)
            return "—";
        var names = string.Join(texts[nameof(IdentitiesText.Comma)], row.Namespaces);
        if (row.NamespaceCount > row.Namespaces.Count)
            names = texts[nameof(IdentitiesText.AndMore), names, row.NamespaceCount - row.Namespaces.Count];
        if (!row.ClusterWide)
            return names;
        return names.Length == 0 ? texts[nameof(IdentitiesText.WholeCluster)] : texts[nameof(IdentitiesText.WholeClusterAnd), names];
    }

    /// <summary>A reason and where it holds.</summary>
    public static string Risk(this IStringLocalizer<IdentitiesText> texts, SubjectRisk risk, bool isHidden)
    {
        string reason = texts["Risk" + risk.Reason];
        return risk switch
        {
            _ when isHidden => reason,
            { Namespace: null } => texts[nameof(IdentitiesText.RiskEverywhere), reason],
            { More: 0 } => texts[nameof(IdentitiesText.RiskIn), reason, risk.Namespace],
            _ => texts[nameof(IdentitiesText.RiskInMore), reason, risk.Namespace, risk.More],
        };
    }
}
