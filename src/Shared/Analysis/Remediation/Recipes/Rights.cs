using System.Text.Json.Nodes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Rules of roles: what a control objects to goes, and what else the rule grants stays.</summary>
internal static class Rights
{
    /// <summary>The verbs on objects of the API (Kubernetes: request verbs); <c>*</c> is every one of them, and the special ones such as bind and impersonate.</summary>
    private static readonly IReadOnlyList<string> Verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    /// <summary>What Kubernetes lets everybody read (ClusterRole system:public-info-viewer).</summary>
    private static readonly IReadOnlyList<string> PublicUrls = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    /// <summary>
    /// A rule no longer grants these verbs on the resource that the evidence names (<c>get secrets</c>) and on others that the control guards; without verbs, none
    /// at all. Its other verbs and resources stay. Roles of Kubernetes are written anew at each start of the API server, and a rule for every resource cannot be
    /// narrowed without knowing what it is for: then the binding goes.
    /// </summary>
    public static Recipe Without(IReadOnlyCollection<string> verbs, params IReadOnlyCollection<string> guarded) => place =>
    {
        var name = place.Value("metadata.name").Text() ?? "";
        var shipped = name.StartsWith("system:", StringComparison.Ordinal) || name is "admin" or "edit" or "view" or "cluster-admin";
        if (shipped || place.Field == "roleRef" || place.Observed.Split(' ') is not [_, var named, ..]
            || place.Value() is not JsonObject rule || rule["resources"] is not JsonArray resources
            || !Texts(resources).Contains(named) || Texts(resources).Exists(held => IsWider(held, named)))
            return place.Draft.DeletesSubject = true;
        var hit = resources.OfType<JsonNode>().Where(item => item.Text() is { } text && (text == named || guarded.Contains(text))).ToList();
        var held = Texts(rule["verbs"]);
        var kept = verbs.Count == 0 ? [] : (held.Contains("*") ? Verbs : held).Except(verbs, StringComparer.Ordinal).ToList();
        if (kept.Count == held.Count && !held.Contains("*"))
            return place.Draft.DeletesSubject = true; // a verb by another name: the rule as a whole is what is wrong
        if (held.Contains("*") && kept.Count > 0)
            place.Draft.Propose($"{place.Path}.verbs");
        if (hit.Count < resources.Count)
        {
            hit.ForEach(place.Draft.Take);
            if (kept.Count > 0)
                rule.Parent?.AsArray().Add(Narrowed(rule, hit.Select(item => item.DeepClone()), kept));
            return true;
        }
        if (kept.Count == 0)
            return place.Remove();
        rule["verbs"] = List(kept);
        return true;
    };

    /// <summary>
    /// Wildcards of a rule become what they stand for today, as far as Posture knows the kinds: a proposal, for the owner knows which of it is used. A rule for
    /// every resource of every group says nothing of what it is for.
    /// </summary>
    public static bool Listed(Place place)
    {
        var path = place.Path[..(place.Path.IndexOf(']', StringComparison.Ordinal) + 1)];
        if (place.Value(path) is not JsonObject rule)
            return false;
        if (!place.Evidence.Expected.StartsWith("explicit", StringComparison.Ordinal))
            return Drop(place, rule, ["delete", "deletecollection"]);
        var (groups, resources, urls) = (Texts(rule["apiGroups"]), Texts(rule["resources"]), Texts(rule["nonResourceURLs"]));
        var listed = resources.Contains("*") ? ResourcesOf(groups) : [.. resources.Where(held => !held.EndsWith("/*", StringComparison.Ordinal))];
        var named = groups.Contains("*") ? GroupsOf(listed) : groups;
        if (named is null || listed.Exists(held => held.Contains('*', StringComparison.Ordinal))
            || (resources.Contains("*") && (groups.Contains("*") || listed.Count == 0)))
            return false;
        if (listed.Count + urls.Count == 0)
            return place.Remove(path); // "pods/*" is no resource: the rule grants nothing
        Put(place, rule, path, "verbs", Texts(rule["verbs"]).Contains("*") ? listed.Count == 0 ? ["get"] : Verbs : null);
        Put(place, rule, path, "resources", listed.SequenceEqual(resources) ? null : listed);
        Put(place, rule, path, "apiGroups", ReferenceEquals(named, groups) ? null : named);
        Put(place, rule, path, "nonResourceURLs", urls.Contains("*") ? PublicUrls : null);
        return true;
    }

    private static bool Drop(Place place, JsonObject rule, IReadOnlyCollection<string> verbs)
    {
        var held = (rule["verbs"] as JsonArray ?? []).OfType<JsonNode>().ToList();
        var gone = held.FindAll(verb => verb.Text() is { } text && verbs.Contains(text));
        if (gone.Count == held.Count)
            place.Draft.Take(rule);
        else
            gone.ForEach(place.Draft.Take);
        return gone.Count > 0;
    }

    private static void Put(Place place, JsonObject rule, string path, string field, IReadOnlyList<string>? values)
    {
        if (values is null)
            return;
        rule[field] = List(values);
        place.Draft.Propose($"{path}.{field}");
    }

    /// <summary><c>*</c> and <c>*/sub</c> reach the resource too.</summary>
    private static bool IsWider(string held, string resource) => held == "*"
        || (held.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(held[1..], StringComparison.Ordinal));

    private static List<string> ResourcesOf(List<string> groups) =>
        [.. KnownKinds.All.Where(kind => kind.IsServed && groups.Contains(kind.Group)).Select(kind => kind.Plural).Distinct(StringComparer.Ordinal)];

    /// <summary>Groups that have one of the resources; null when one of them is in none that is known.</summary>
    private static List<string>? GroupsOf(List<string> resources)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var plural in resources.Select(resource => resource.Split('/')[0]))
        {
            var found = KnownKinds.All.Where(kind => kind.IsServed && kind.Plural == plural).Select(kind => kind.Group).ToList();
            if (found.Count == 0)
                return null;
            groups.UnionWith(found);
        }
        return [.. groups];
    }

    private static JsonObject Narrowed(JsonObject rule, IEnumerable<JsonNode> resources, IEnumerable<string> verbs)
    {
        var narrowed = new JsonObject { ["apiGroups"] = rule["apiGroups"]?.DeepClone(), ["resources"] = new JsonArray([.. resources]), ["verbs"] = List(verbs) };
        if (rule["resourceNames"] is { } names)
            narrowed["resourceNames"] = names.DeepClone();
        return narrowed;
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];

    private static List<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(node => node.Text()).OfType<string>()];
}
