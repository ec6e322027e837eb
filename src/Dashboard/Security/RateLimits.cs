using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Security;

/// <summary>
/// How many requests one address and one person may send (P-26). The limit by address stands before any cookie is opened, so that a flood costs no cryptography; the
/// limit by person stands behind it, where the person is known.
/// </summary>
internal static class RateLimits
{
    /// <summary>Buckets are filled in small steps: who ran into a limit waits seconds, not the rest of a minute.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    public static void UseAddressLimits(this WebApplication app, DashboardSettings settings) =>
        app.UseRateLimiter(Rejecting(context => ByAddress(context, settings)));

    public static void UsePersonLimits(this WebApplication app, DashboardSettings settings) =>
        app.UseRateLimiter(Rejecting(context => ByPerson(context, settings)));

    /// <summary>
    /// Attempts on one account, from wherever they come, whether or not there is such an account. Stands behind the check of the form's token, so that a foreign page
    /// cannot use up somebody's attempts.
    /// </summary>
    public static void UseAccountLimits(this WebApplication app, DashboardSettings settings)
    {
        var limiter = PartitionedRateLimiter.Create<string, string>(account => Bucket(account, settings.Limits.AccountSignInsPerMinute));
        app.Lifetime.ApplicationStopped.Register(limiter.Dispose);
        app.Use(async (context, next) =>
        {
            var request = context.Request;
            if (HttpMethods.IsPost(request.Method) && request.Path.Equals("/account/sign-in", StringComparison.OrdinalIgnoreCase) && request.HasFormContentType)
            {
                using var lease = limiter.AttemptAcquire(TriedIn(await request.ReadFormAsync(context.RequestAborted)));
                if (!lease.IsAcquired)
                {
                    await RefuseAsync(context, lease);
                    return;
                }
            }
            await next(context);
        });
    }

    /// <summary>An IPv6 customer has a network of addresses: one of them is all of them.</summary>
    public static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString() : address.ToString();
    }

    private static RateLimitPartition<string> ByAddress(HttpContext context, DashboardSettings settings)
    {
        var request = context.Request;
        if (IsOutside(context))
            return RateLimitPartition.GetNoLimiter("");
        var address = AddressOf(context);
        if (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase))
            return Bucket("sign-in " + address, settings.Limits.SignInsPerMinute);
        if (request.Path.Equals("/connect/token", StringComparison.OrdinalIgnoreCase))
            return Bucket("token " + address, settings.Limits.SignInsPerMinute);
        return IsApi(request) && request.Headers.Authorization.Count > 0 ? Bucket("api " + address, settings.Limits.RequestsPerMinute)
            : request.Cookies.ContainsKey(CookieNames.Of(CookieNames.Session, PublicAddress.IsSecure(settings)))
            ? Bucket("session " + address, settings.Limits.RequestsPerMinute)
            : Bucket("anonymous " + address, settings.Limits.AnonymousPerMinute);
    }

    private static RateLimitPartition<string> ByPerson(HttpContext context, DashboardSettings settings)
    {
        var request = context.Request;
        if (IsOutside(context) || context.User.Identity?.IsAuthenticated != true || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase))
            return RateLimitPartition.GetNoLimiter("");
        var person = PersonOf(context.User);
        if (IsApi(request))
            return Bucket("api " + person, settings.Limits.ApiPerMinute);
        // Files of a report: /reports/ID/FORM.
        return request.Path.StartsWithSegments("/reports", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value?.LastIndexOf('/') > 0
            ? Bucket("report " + person, settings.Limits.ReportsPerMinute)
            : Bucket("page " + person, settings.Limits.PagesPerMinute);
    }

    /// <summary>
    /// Which account is tried: by its name, and in the second step, which names none, by the ticket that its password gave. A passkey names none either and cannot be
    /// guessed: it counts for the page that asked.
    /// </summary>
    private static string TriedIn(IFormCollection form) => form["Form.Credential"].ToString().Length > 0
        ? "passkey " + Digest(form["Form.Passkey"].ToString())
        : form["Form.Ticket"].ToString() is { Length: > 0 } ticket
        ? "ticket " + Digest(ticket)
        : "name " + Digest(form["Form.Email"].ToString().Trim().Normalize().ToUpperInvariant()); // as accounts are looked up

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    // Of one length, however much is sent.
    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Subject and who vouches for it: neither alone names a person.</summary>
    public static string PersonOf(System.Security.Claims.ClaimsPrincipal user) =>
        user.FindFirst("sub") is { } subject ? subject.Issuer + "|" + subject.Value : "?";

    // Probes must not fail because of a neighbour, files of the product cost nothing, what is shown instead of an answer belongs to a request that was counted, and
    // this process asking itself is the end of a sign-in that was counted.
    public static bool IsOutside(HttpContext context) => context.Request.Path == "/livez" || context.Request.Path == "/readyz" || SelfBackchannel.IsOwn(context.Request)
        || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    private static RateLimitPartition<string> Bucket(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, (int)(perMinute * (Step / TimeSpan.FromMinutes(1)))),
        ReplenishmentPeriod = perMinute * (Step / TimeSpan.FromMinutes(1)) < 1 ? TimeSpan.FromMinutes(1) / perMinute : Step,
        QueueLimit = 0,
    });

    private static RateLimiterOptions Rejecting(Func<HttpContext, RateLimitPartition<string>> partition) => new()
    {
        GlobalLimiter = PartitionedRateLimiter.Create(partition),
        OnRejected = (rejected, _) => new(RefuseAsync(rejected.HttpContext, rejected.Lease)),
    };

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var given) ? given : Step;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests);
    }
}
