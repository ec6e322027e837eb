using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>A registry that may be asked about images, from configuration <c>Posture:Registries:N</c>. Others are never asked: a cluster can name any host it likes.</summary>
public sealed record RegistryDefinition
{
    /// <summary>Host, with port where it is not 443, as image references have it; <c>docker.io</c> for Docker Hub.</summary>
    public string Host { get; init; } = "";

    /// <summary>User name; absent to ask anonymously.</summary>
    public string? UserName { get; init; }

    /// <summary>File that holds the password or token.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Hosts, with port, that its tokens come from, where that is not the registry itself or a known one.</summary>
    public IReadOnlyList<string> TokenHosts { get; init; } = [];

    /// <summary>PEM file of the authorities of its certificate.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Ask it over HTTP.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>How it is asked, as in <see cref="ImageRegistry"/>.</summary>
    internal string Transport => PlainHttp ? ImageRegistry.Plain : AuthorityFile is null ? ImageRegistry.SystemTrust : ImageRegistry.OwnTrust;

    /// <summary>What is wrong with this entry, with the key to change; empty when it is right.</summary>
    public IEnumerable<string> Problems(string key)
    {
        if (Analysis.Indexes.ImageReference.Parse(Host + "/x") is not { IsWellFormed: true, HasHost: true } image || image.Host != Host)
            yield return $"{key}:Host must be a host like registry.example.com or registry.example.com:5000, in lower case, without https:// and without a path";
        if (UserName is null != PasswordFile is null)
            yield return $"{key} needs both UserName and PasswordFile, or neither";
        foreach (var file in new[] { PasswordFile, AuthorityFile }.OfType<string>().Where(file => !File.Exists(file)))
            yield return $"{key}: {file} is not there";
    }

    /// <summary>Opens a client.</summary>
    /// <exception cref="RegistryException">A file of it cannot be read.</exception>
    internal RegistryClient Open(TimeProvider time)
    {
        var endpoint = RegistryEndpoint.Of(Host, PlainHttp);
        try
        {
            return RegistryConnection.Open(
                endpoint with { Realms = [.. endpoint.Realms, .. TokenHosts], UserName = UserName, Password = PasswordFile is null ? null : File.ReadAllText(PasswordFile).Trim() },
                AuthorityFile is null ? null : RegistryConnection.Authorities(File.ReadAllText(AuthorityFile)), time);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException("registry.bad_login_file", $"a file named for {Host} cannot be read", unreadable);
        }
    }
}
