namespace Posture.Collectors.Registries;

/// <summary>Where a registry is, and whom its credentials may be shown to.</summary>
public sealed record RegistryEndpoint
{
    /// <summary>Registries that hand their tokens out on another host than their own.</summary>
    private static readonly Dictionary<string, string[]> KnownRealms = new(StringComparer.Ordinal)
    {
        ["docker.io"] = ["auth.docker.io"],
        ["registry.gitlab.com"] = ["gitlab.com"],
        ["nvcr.io"] = ["authn.nvidia.com"],
        ["registry.redhat.io"] = ["sso.redhat.com"],
    };

    /// <summary>Host with port as image references have it.</summary>
    public required string Host { get; init; }

    /// <summary>Base address of the API.</summary>
    public required Uri Base { get; init; }

    /// <summary>Hosts, beside the registry's own, that may be asked for a token (B-65): credentials and requests go nowhere else, whatever the registry says.</summary>
    public IReadOnlyList<string> Realms { get; init; } = [];

    /// <summary>User name; null to ask anonymously.</summary>
    public string? UserName { get; init; }

    /// <summary>Password or token.</summary>
    public string? Password { get; init; }

    /// <summary>The endpoint of a host, without credentials.</summary>
    /// <param name="host">As in references.</param>
    /// <param name="isPlain">Whether it is asked over HTTP: only for what an administrator named so.</param>
    public static RegistryEndpoint Of(string host, bool isPlain = false) => new()
    {
        Host = host,
        Base = new($"{(isPlain ? "http" : "https")}://{(host == "docker.io" ? "registry-1.docker.io" : host)}/"),
        Realms = KnownRealms.GetValueOrDefault(host) ?? [],
    };

    /// <summary>Whether a token may be asked for there.</summary>
    internal bool Trusts(Uri realm) => realm.UserInfo.Length == 0
        && (realm.Scheme == Uri.UriSchemeHttps || realm.Scheme == Base.Scheme)
        && (realm.Authority == Base.Authority || (realm.IsDefaultPort && Realms.Contains(realm.IdnHost, StringComparer.OrdinalIgnoreCase)) || Realms.Contains(realm.Authority, StringComparer.OrdinalIgnoreCase));
}
