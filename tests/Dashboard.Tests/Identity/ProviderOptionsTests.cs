using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>What another provider is asked for.</summary>
public sealed class ProviderOptionsTests
{
    [Theory]
    [InlineData(null, new[] { "openid", "profile" })]
    [InlineData("openid profile  groups", new[] { "openid", "profile", "groups" })]
    public void Scopes_AreThoseOfTheSettings(string? scopes, string[] asked)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddAuthentication().AddProvider(DashboardSettings.Read(Settings(scopes)));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Session.ProviderScheme);

        Assert.Equal(asked, options.Scope);
        Assert.Equal(("code", true, "https://idp.example.test"), (options.ResponseType, options.UsePkce, options.Authority));
    }

    [Fact]
    public void Scopes_WithoutOpenId_EndTheStart()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => DashboardSettings.Read(Settings("profile groups")));

        Assert.Contains("Oidc:Scopes", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? scopes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Posture:Identity:Embedded"] = "false",
            ["Oidc:Authority"] = "https://idp.example.test",
            ["Oidc:ClientId"] = "posture",
        };
        if (scopes is not null)
            settings["Oidc:Scopes"] = scopes;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
