namespace Posture.Collectors.Sources;

/// <summary>The address of an API server in a kubeconfig (B-06, B-07).</summary>
internal static class KubeconfigServer
{
    private const int MaxLength = 2048;

    /// <exception cref="KubeconfigException">Not an address that is connected to.</exception>
    public static Uri Read(string? text, string place)
    {
        if (text is not { Length: > 0 and <= MaxLength } || text.Any(c => c <= ' ' || c is '\\' or '%' or >= (char)127))
            throw Bad(place, "is missing or holds characters that do not belong there");
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            throw new KubeconfigException("kubeconfig.plain_http", place, "credentials are sent over TLS only; use https");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps || server.Host.Length == 0)
            throw Bad(place, "is not an https address");
        if (server.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal))
            throw Bad(place, "holds a user name; credentials belong to users");
        if (server.Query.Length > 0 || server.Fragment.Length > 0 || text.IndexOfAny(['?', '#']) >= 0)
            throw Bad(place, "has a query or fragment; give the address alone");
        var path = text.IndexOf('/', "https://".Length) is var at and > 0 ? text[at..] : "";
        if (path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(part => part is "." or ".."))
            throw Bad(place, "has an odd path; give the address as kubectl prints it");
        return server;
    }

    /// <summary>A name to expect in the certificate; null when not given.</summary>
    /// <exception cref="KubeconfigException">Not a host name.</exception>
    public static string? TlsName(string? text, string place) => text is null or "" ? null
        : Uri.CheckHostName(text) != UriHostNameType.Unknown ? text
        : throw Bad(place, "is not a host name");

    private static KubeconfigException Bad(string place, string what) => new("kubeconfig.bad_server_url", place, $"the address {what}");
}
