using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Posture.Analysis.Remediation.Recipes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Remediation;

/// <summary>
/// The recipes by control. A control without one has its cause outside of the objects (a node's system, a key that must be made), or only people can decide; its
/// guidance says how.
/// </summary>
public static class RemedyBook
{
    private static readonly FrozenDictionary<string, Recipe> ByControl = ((IEnumerable<KeyValuePair<string, Recipe>>)
    [
        .. HostTenancyRecipes.All, .. ContentRecipes.All, .. DeployControlRecipes.All, .. OrchestrationRecipes.All, .. NetworkRecipes.All, .. StorageRecipes.All, .. ApiSignOnRecipes.All,
    ]).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Controls whose findings offer a patch.</summary>
    public static IEnumerable<string> Controls => ByControl.Keys;

    /// <summary>
    /// The remedy of a failing finding, or null when there is none. Pure: <paramref name="find"/> gives the JSON of an object by kind, namespace and name, or null
    /// when it is not known.
    /// </summary>
    public static Remedy? For(Finding finding, Func<string, string, string, JsonObject?> find)
    {
        if (finding.Verdict != Verdict.Fail || !ByControl.TryGetValue(finding.Control, out var recipe))
            return null;
        var draft = new Draft(finding.Object, find);
        var open = 0;
        foreach (var evidence in finding.Evidence)
        {
            var (kind, ns, name, path) = Target(finding, evidence.Path, draft);
            // A pod that differs from its workload is replaced when the workload rolls out; it is never patched itself.
            if (kind == "Pod" && finding.Object.Kind != "Pod" && finding.Object.Kind != "Cluster")
                continue;
            var document = draft.Of(kind, ns, name) ?? (kind is "Namespace" or "Cluster" ? Draft.Nowhere : null);
            if (document is null || !recipe(new(draft, document, path, evidence)))
                open++;
        }
        return draft.Finish(open);
    }

    /// <summary>The object that a path of evidence is in: <c>Kind/name: path</c>, <c>Kind/namespace/name: path</c>, or a path in the finding's own object.</summary>
    private static (string Kind, string Namespace, string Name, string Path) Target(Finding finding, string path, Draft draft)
    {
        var own = finding.Object;
        if (path.Split(": ", 2) is not [var place, var inside] || place.Split('/') is not { Length: 2 or 3 } parts)
            return (own.Kind, own.Namespace, own.Name, path);
        if (parts.Length == 3)
            return (parts[0], parts[1], parts[2], inside);
        // One name alone: in the finding's namespace, of the control plane, or without a namespace.
        var ns = ((string[])[finding.ScopeNamespace, "kube-system", ""]).FirstOrDefault(ns => draft.Of(parts[0], ns, parts[1]) is not null) ?? "";
        return (parts[0], ns, parts[1], inside);
    }
}
