using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Posture.Dashboard.Hosting;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tokens;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Identity;

/// <summary>Sign-on: the session cookie, the OpenID Connect client, and the rule that every page needs a signed-in person unless it says otherwise.</summary>
internal static class SignOnExtensions
{
    public static WebApplicationBuilder AddSignOn(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        var services = builder.Services;
        services.AddDbContext<IdentityStore>((provider, options) => options.UseIdentityStore(provider.GetRequiredService<StoreSources>().Identity));
        services.AddKeyRing(KeyRing.Certificate(settings.Posture.KeysCertificate, settings.Posture.KeysPassword, Path.Combine(DashboardDatabase.Folder(builder.Configuration), "keys")));
        services.AddSessions();
        services.AddSingleton<SelfBackchannel>().AddSingleton<KeptKeys>();
        services.TryAddSingleton(new ConsoleNotices(Console.Out));
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CurrentViewer>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()).AddPages();
        services.AddAuthentication(authentication =>
        {
            authentication.DefaultScheme = Session.Scheme;
            authentication.DefaultChallengeScheme = Session.ProviderScheme;
        }).AddScheme<AuthenticationSchemeOptions, BearerHandler>(ApiCaller.Scheme, null).AddSessionCookie(settings).AddProvider(settings);
        services.AddSingleton<TenantMembers>();
        services.AddScoped<ApiTokens>().AddScoped<BreakGlass>().AddHostedService<KeyRotations>();
        if (settings.Posture.EmbeddedIdentity)
            services.AddEmbeddedIdentity(settings);
        else
            services.AddSingleton<Visitors>().ConfigureOptions<ExternalProviderOptions>();
        return builder;
    }

    /// <summary>Sessions, and whether they hold.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services) => services.AddSingleton<Sessions>().AddSingleton<SessionCheck>().AddSingleton<SessionSignals>()
        .AddSingleton<ProviderGrants>().AddSingleton<ProviderDesk>().AddSingleton<ProviderRights>();

    private static AuthenticationBuilder AddSessionCookie(this AuthenticationBuilder authentication, DashboardSettings settings)
    {
        var secure = PublicAddress.IsSecure(settings);
        return authentication.AddCookie(Session.Scheme, cookie =>
        {
            cookie.Cookie.Name = CookieNames.Of("posture", secure);
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(settings.Posture.SessionHours);
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = async context =>
            {
                var check = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
                if (await check.HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
                    return;
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Session.Scheme);
            };
        });
    }

    /// <summary>The OpenID Connect client, of the embedded provider or another.</summary>
    public static void AddProvider(this AuthenticationBuilder authentication, DashboardSettings settings)
    {
        // Else the first sign-in with a new key of the provider fails, and only the next one knows the key. Read once, by the first client that is made.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);
        authentication.AddOpenIdConnect(Session.ProviderScheme, oidc =>
        {
            var secure = PublicAddress.IsSecure(settings);
            oidc.SignInScheme = Session.Scheme;
            oidc.Authority = settings.Oidc.Authority;
            oidc.ClientId = settings.Oidc.ClientId;
            oidc.ClientSecret = settings.Oidc.ClientSecret;
            oidc.RequireHttpsMetadata = settings.Oidc.Authority?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
            oidc.ResponseType = "code";
            oidc.ResponseMode = "query";
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            oidc.GetClaimsFromUserInfoEndpoint = true;
            oidc.Scope.Clear();
            foreach (var scope in (settings.Posture.EmbeddedIdentity ? "openid profile roles" : settings.Oidc.Scopes).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                oidc.Scope.Add(scope);
            oidc.ClaimActions.MapJsonKey(settings.Oidc.RoleClaim, settings.Oidc.RoleClaim);
            oidc.ClaimActions.MapJsonKey(settings.Oidc.TenantClaim, settings.Oidc.TenantClaim);
            // An object, which the framework's own mapping leaves out.
            oidc.ClaimActions.MapCustomJson(ClaimRules.Elsewhere, user => user.TryGetProperty(ClaimRules.Elsewhere, out var names) ? names.GetRawText() : null);
            foreach (var cookie in new[] { oidc.NonceCookie, oidc.CorrelationCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            }
            oidc.Events = new ProviderEvents(settings);
        });
    }
}
