using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Cookies of sign-ins under way, two for each. Whoever is sent to the provider and never comes back keeps them for a quarter of an hour: with some fifty of them a server refuses whatever
/// the browser asks (431), the sign-in page too.
/// </summary>
internal static class SignInCookies
{
    /// <summary>Sign-ins of one browser that may be under way beside the one that begins.</summary>
    public const int Most = 8;

    /// <summary>A sign-in begins: the cookies of the oldest go. A browser sends first what it got first (RFC 6265 §5.4).</summary>
    public static void DropOldest(HttpContext context, OpenIdConnectOptions oidc)
    {
        foreach (var cookie in new[] { oidc.NonceCookie, oidc.CorrelationCookie })
            foreach (var name in context.Request.Cookies.Keys.Where(name => name.StartsWith(cookie.Name!, StringComparison.Ordinal)).SkipLast(Most))
                context.Response.Cookies.Delete(name, cookie.Build(context));
    }

    /// <summary>None begins after all: a machine does not sign in.</summary>
    public static void Withdraw(HttpContext context, OpenIdConnectOptions oidc)
    {
        bool IsOfSignIn(string? set) => set?.StartsWith(oidc.NonceCookie.Name!, StringComparison.Ordinal) == true || set?.StartsWith(oidc.CorrelationCookie.Name!, StringComparison.Ordinal) == true;
        context.Response.Headers.SetCookie = context.Response.Headers.SetCookie.Where(set => !IsOfSignIn(set)).ToArray();
    }
}
