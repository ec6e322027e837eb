using Microsoft.AspNetCore.Identity;
using OpenIddict.Server;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Posture.Dashboard.Identity;

/// <summary>The built-in identity provider: accounts of ASP.NET Core Identity behind OpenIddict. Everything of it is added here and nowhere else.</summary>
internal static class EmbeddedIdentityExtensions
{
    public static void AddEmbeddedIdentity(this IServiceCollection services, DashboardSettings settings)
    {
        var secure = PublicAddress.IsSecure(settings);
        services.AddAccounts().AddSignInManager();
        services.AddProviderCookie(secure, settings.Posture.SessionHours);
        services.AddSingleton<SigningKeyRing>();
        services.AddScoped<SetupCodes>().AddScoped<Invitations>().AddScoped<SecondFactorRule>().AddScoped<Administration>().AddScoped<People>().AddSingleton<PeopleQuery>().AddScoped<SignInDesk>().AddScoped<OwnCredentials>().AddScoped<SecondFactors>().AddScoped<Passkeys>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicAddress>((passkeys, address) =>
            // Not by the request's Origin header, which a browser may leave out for a form.
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && address.Allows(asked.Origin)));
        services.AddScoped<DemoAccounts>().AddScoped<ApiClients>();
        services.AddHostedService<EmbeddedIdentityStart>().AddHostedService<ProviderPruning>();
        services.ConfigureOptions<EmbeddedProviderOptions>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityStore>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
                // A proof key that stands in the address as it is proves nothing (RFC 9700 §2.1.1).
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
                server.RegisterScopes([Scopes.OpenId, Scopes.Profile, Scopes.Roles, .. ApiScopes.All]);
                server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2)).SetAccessTokenLifetime(ApiClients.AccessLifetime);
                server.AddEventHandler<OpenIddictServerEvents.HandleTokenRequestContext>(handler => handler.UseScopedHandler<ClientCredentials>());
                // TLS may end at a proxy; which hosts and schemes are ours is decided by HostGuard and the cookies' names.
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            })
            // Each token is looked up, so that one that was revoked is worth nothing at once.
            .AddValidation(validation =>
            {
                validation.EnableTokenEntryValidation().UseLocalServer();
                validation.UseAspNetCore();
            });
    }

    /// <summary>Accounts and the rules for them.</summary>
    public static IdentityBuilder AddAccounts(this IServiceCollection services) =>
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // The device asks its owner for PIN or finger, so that a passkey is two factors; found by the browser, so that no name is typed.
            (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required");
        }).AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>().AddIdentityCore<Account>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            // Length, not composition (ASVS 6.2): a long sentence is allowed, a short riddle is not.
            identity.Password.RequiredLength = 12;
            identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            identity.Lockout.AllowedForNewUsers = true;
        }).AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<IdentityStore>().AddUserManager<Accounts>().AddPasswordValidator<PasswordRule>();

    private static void AddProviderCookie(this IServiceCollection services, bool secure, int hours) =>
        services.AddAuthentication().AddCookie(IdentityConstants.ApplicationScheme, cookie =>
        {
            cookie.Cookie.Name = CookieNames.Of("posture-provider", secure);
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = "/account/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(hours);
            cookie.SlidingExpiration = false;
        });
}
