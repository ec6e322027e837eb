namespace Posture.Dashboard.Security;

/// <summary>Cookie names: with <c>__Host-</c> under https, which pins a cookie to this host, the path / and TLS; plain on loopback http, where browsers refuse it.</summary>
internal static class CookieNames
{
    /// <summary>Cookie of the session, without its prefix.</summary>
    public const string Session = "posture";

    public static string Of(string name, bool secure) => secure ? "__Host-" + name : name;
}
