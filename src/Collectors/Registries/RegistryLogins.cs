using System.Text;
using System.Text.Json;

namespace Posture.Collectors.Registries;

/// <summary>Credentials of a file as <c>docker login</c> writes it (<c>auths</c>). Helpers that are programs are not run.</summary>
internal static class RegistryLogins
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Name and password for a host; null when the file has none.</summary>
    /// <exception cref="RegistryException">The file cannot be read.</exception>
    public static (string UserName, string Password)? Of(string path, string host)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > MaxBytes)
                throw Unreadable(null);
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!document.RootElement.TryGetProperty("auths", out var logins))
                return null;
            foreach (var login in logins.EnumerateObject())
                if (HostOf(login.Name) == host)
                    return Login(login.Value);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private static (string, string)? Login(JsonElement login)
    {
        if (login.TryGetProperty("auth", out var auth) && auth.GetString() is { Length: > 0 } encoded)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            return pair.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (pair[..colon], pair[(colon + 1)..]) : throw new FormatException("a login");
        }
        return login.TryGetProperty("username", out var name) && login.TryGetProperty("password", out var password) ? (name.GetString() ?? "", password.GetString() ?? "") : null;
    }

    /// <summary>Keys are hosts, or addresses of older versions of the API.</summary>
    private static string HostOf(string key)
    {
        var host = key.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(key, UriKind.Absolute, out var address) ? address.Authority : key.Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host;
    }

    private static RegistryException Unreadable(Exception? inner) => new("registry.bad_login_file", "the file of logins cannot be read; give one that 'docker login' wrote", inner);
}
