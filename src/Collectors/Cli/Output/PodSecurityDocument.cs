using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli.Output;

/// <summary>The document of <c>podsecurity -o json</c>, schema <c>posture.podsecurity/v1</c>. Fields are only ever added.</summary>
internal sealed record PodSecurityDocument(string Schema, string Level, string Version, IReadOnlyList<PodVerdictDocument> Pods)
{
    public const string SchemaName = "posture.podsecurity/v1";
}

/// <summary>One pod, or one object with a template of pods, in the order of the files.</summary>
internal sealed record PodVerdictDocument(
    string ApiVersion, string Kind, string Namespace, string Name, bool Allowed, IReadOnlyList<PodSecurityViolation> Violations)
{
    public static PodVerdictDocument Of(KubeObject item, IReadOnlyList<PodSecurityViolation> violations) =>
        new(item.ApiVersion, item.Kind, item.Namespace, item.Name, violations.Count == 0, violations);
}
