using System.Text.Json.Nodes;
using Posture.Analysis.Remediation;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Computes the remedy of a current finding from the stored objects that the viewer may see.</summary>
internal sealed class RemedyReader(ObjectQuery objects)
{
    /// <summary>The remedy, or null when the control has none or its objects are not visible.</summary>
    public async Task<RemedyModel?> ReadAsync(ViewScope scope, Finding finding, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<(string, string, string), JsonObject?>();
        foreach (var (kind, ns, name) in RemedyBook.Objects(finding))
            documents[(kind, ns, name)] = await FindAsync(scope, finding, kind, ns, name, cancellationToken);
        var own = documents.GetValueOrDefault((finding.Object.Kind, finding.Object.Namespace, finding.Object.Name));
        if (RemedyBook.For(finding, (kind, ns, name) => documents.GetValueOrDefault((kind, ns, name))) is not { } remedy)
            return null;
        IReadOnlyList<string>? within = scope.IsAll ? null : [.. scope.Namespaces.Where(pair => pair.Cluster == finding.Cluster).Select(pair => pair.Namespace)];
        return new(
            remedy, finding.Object, Effect.Of(remedy, own), own is null ? null : Ownership.Of(own), finding.Cluster, EffectQuestions.Of(remedy, finding.Object, within));
    }

    private async Task<JsonObject?> FindAsync(ViewScope scope, Finding finding, string kind, string ns, string name, CancellationToken cancellationToken)
    {
        IEnumerable<string> groups = kind == finding.Object.Kind ? [finding.Object.Group] : KnownKinds.All.Where(known => known.Kind == kind).Select(known => known.Group).Distinct();
        foreach (var group in groups)
            if (await objects.GetAsync(scope, finding.Cluster, new(group.Length == 0 ? "v1" : $"{group}/v1", kind, ns, name), null, cancellationToken) is { } document)
                return JsonNode.Parse(document)?.AsObject();
        return null;
    }
}

/// <summary>A remedy as the page shows it.</summary>
/// <param name="Remedy">What changes.</param>
/// <param name="Object">The finding's object.</param>
/// <param name="Effects">What else happens.</param>
/// <param name="Owner">What writes the object; null when nothing marks it.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Question">What to ask the cluster's owner of further effects; null when the change touches neither rights nor network policies.</param>
public sealed record RemedyModel(
    Remedy Remedy, ObjectRef Object, IReadOnlyList<Effect> Effects, Ownership? Owner, string Cluster, EffectQuestion? Question);
