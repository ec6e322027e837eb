using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>Asks an API server what it serves: the aggregated documents (1.26 and later), else group by group.</summary>
internal sealed class Discovery(ApiRequests api)
{
    /// <summary>Constraints of Gatekeeper are kinds that users define.</summary>
    private const string Constraints = "constraints.gatekeeper.sh";

    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private static readonly HashSet<string> Groups = [.. KnownKinds.All.Where(kind => kind.IsServed).Select(kind => kind.Group), Constraints];

    /// <summary>The server's version, or null when it says none.</summary>
    /// <exception cref="ApiException">No answer.</exception>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        (await api.DocumentAsync("version", "the server's version", ApiJson.Default.VersionDocument, cancellationToken))?.GitVersion;

    /// <summary>Reads what is served now.</summary>
    /// <exception cref="ApiException">No answer, so nothing is known.</exception>
    public async Task<DiscoveryResult> ReadAsync(CancellationToken cancellationToken)
    {
        var (served, silent) = (new Dictionary<KindRef, ServedKind>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var root in new[] { "api", "apis" })
        {
            var document = await api.DocumentAsync(root, $"/{root} (discovery)", ApiJson.Default.DiscoveryRoot, cancellationToken, Aggregated);
            if (document?.Items is { } groups)
                foreach (var group in groups)
                    Take(group, served, silent);
            else
                await ReadOldAsync(root, document, served, silent, cancellationToken);
        }
        return new(served, silent);
    }

    private static void Take(AggregatedGroup group, Dictionary<KindRef, ServedKind> served, HashSet<string> silent)
    {
        var name = group.Metadata?.Name ?? "";
        if (!Groups.Contains(name))
            return;
        foreach (var version in group.Versions ?? [])
        {
            if (version.Freshness == "Stale")
                silent.Add(name);
            foreach (var resource in version.Resources ?? [])
                Take(name, version.Version, resource.Resource, resource.ResponseKind?.Kind, resource.Verbs, served);
        }
    }

    private async Task ReadOldAsync(
        string root, DiscoveryRoot? document, Dictionary<KindRef, ServedKind> served, HashSet<string> silent, CancellationToken cancellationToken)
    {
        var versions = root == "api"
            ? (document?.Versions ?? []).Select(version => (Group: "", Version: (string?)version))
            : (document?.Groups ?? []).SelectMany(group => (group.Versions ?? []).Select(version => (Group: group.Name ?? "", version.Version)));
        foreach (var (group, version) in versions.Where(pair => Groups.Contains(pair.Group)).Take(1000))
        {
            var path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
            try
            {
                var list = await api.DocumentAsync(path, $"/{path} (discovery)", ApiJson.Default.OldResources, cancellationToken);
                foreach (var resource in list?.Resources ?? [])
                    Take(group, version, resource.Name, resource.Kind, resource.Verbs, served);
            }
            catch (ApiException failed) when (!failed.Failure.WholeCluster)
            {
                silent.Add(group);
            }
        }
    }

    /// <summary>Versions come in the server's order of preference: the first that can be listed is taken.</summary>
    private static void Take(
        string group, string? version, string? plural, string? kindName, IReadOnlyList<string>? verbs, Dictionary<KindRef, ServedKind> served)
    {
        if (!IsName(version) || !IsName(plural) || kindName is null || verbs?.Contains("list") != true)
            return;
        if (KnownKinds.Find(group, kindName) is { IsServed: true } kind && (kind.Plural == plural || group == Constraints))
            served.TryAdd(kind.Ref, new(kind, version!, plural!, verbs.Contains("watch")));
    }

    /// <summary>A name becomes part of a path, and subresources (<c>pods/log</c>) are not kinds.</summary>
    private static bool IsName(string? text) =>
        text is { Length: > 0 and < 254 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && text != "..";
}

/// <summary>What one API server serves of the kinds that the catalogue reads.</summary>
/// <param name="Served">Kinds that can be listed.</param>
/// <param name="Silent">Groups that are announced but whose own server does not answer: their kinds are unknown, not absent.</param>
internal sealed record DiscoveryResult(IReadOnlyDictionary<KindRef, ServedKind> Served, IReadOnlySet<string> Silent);
