using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Analysis.Remediation.Recipes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Remediation;

/// <summary>
/// The recipes by control. A control without one has its cause outside of the objects (a node's system, a key that must be made), or only people can decide:
/// <see cref="NoPatch"/> names it, and its guidance says how.
/// </summary>
public static class RemedyBook
{
    private static readonly FrozenDictionary<string, Recipe> ByControl = ((IEnumerable<KeyValuePair<string, Recipe>>)
    [
        .. HostTenancyRecipes.All, .. ContentRecipes.All, .. RegistryRecipes.All, .. BuildRecipes.All, .. DeployControlRecipes.All,
        .. OrchestrationRecipes.All, .. NetworkRecipes.All, .. StorageRecipes.All, .. ApiSignOnRecipes.All,
        .. FederationRecipes.All,
    ]).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, NoPatchReason> Reasons =
        NoPatchLowerLayers.All.Concat(NoPatchUpperLayers.All).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Controls that say why they offer no patch, some of them beside a recipe that does not mend every place.</summary>
    public static IEnumerable<string> Explained => Reasons.Keys;

    /// <summary>Why a finding of the control has no remedy, where <see cref="For"/> gives none.</summary>
    public static NoPatchReason NoPatch(string control) => Reasons.GetValueOrDefault(control);

    /// <summary>Controls whose findings offer a patch.</summary>
    public static IEnumerable<string> Controls => ByControl.Keys;

    /// <summary>The objects, by kind, namespace and name, that <see cref="For"/> may ask for; some of them need not exist.</summary>
    public static IReadOnlySet<(string Kind, string Namespace, string Name)> Objects(Finding finding)
    {
        var asked = new HashSet<(string, string, string)>();
        if (ByControl.ContainsKey(finding.Control))
            foreach (var evidence in finding.Evidence)
                asked.UnionWith(Candidates(finding, evidence.Path).Places);
        asked.Add((finding.Object.Kind, finding.Object.Namespace, finding.Object.Name));
        return asked;
    }

    /// <summary>
    /// The remedy of a failing finding, or null when there is none. Pure: <paramref name="find"/> gives the JSON of an object by kind, namespace and name, or null
    /// when it is not known.
    /// </summary>
    public static Remedy? For(Finding finding, Func<string, string, string, JsonObject?> find)
    {
        if (finding.Verdict != Verdict.Fail || !ByControl.TryGetValue(finding.Control, out var recipe))
            return null;
        var draft = new Draft(finding.Object, find);
        var open = UnlistedPlaces.Of(finding.Evidence);
        foreach (var evidence in finding.Evidence)
        {
            var (places, path) = Candidates(finding, evidence.Path);
            var (kind, ns, name) = places.FirstOrDefault(place => draft.Of(place.Kind, place.Namespace, place.Name) is not null, places[0]);
            // A pod that differs from its workload is replaced when that rolls out; it is never patched itself. What it reports may tell of the template.
            if (kind == "Pod" && !path.StartsWith("status.", StringComparison.Ordinal)
                && finding.Object.Kind != "Pod" && Workload.Kinds.Contains(new(finding.Object.Group, finding.Object.Kind)))
                continue;
            var document = draft.Of(kind, ns, name) ?? (kind is "Namespace" or "Cluster" ? Draft.Nowhere : null);
            if (document is null || !recipe(new(draft, document, path, evidence)))
                open++;
        }
        return draft.Finish(open);
    }

    /// <summary>
    /// Where a path of evidence points: <c>Kind/name: path</c>, <c>Kind/namespace/name: path</c>, or a path in the finding's own object. One name alone is in the
    /// finding's namespace, of the control plane, or without a namespace.
    /// </summary>
    private static (IReadOnlyList<(string Kind, string Namespace, string Name)> Places, string Path) Candidates(Finding finding, string path)
    {
        var own = finding.Object;
        if (path.Split(": ", 2) is not [var place, var inside] || place.Split('/') is not { Length: 2 or 3 } parts)
            return ([(own.Kind, own.Namespace, own.Name)], path);
        return parts.Length == 3
            ? ([(parts[0], parts[1], parts[2])], inside)
            : ([(parts[0], finding.ScopeNamespace, parts[1]), (parts[0], "kube-system", parts[1]), (parts[0], "", parts[1])], inside);
    }
}
