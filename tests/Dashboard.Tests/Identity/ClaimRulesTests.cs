using System.Security.Claims;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Roles and tenants out of claims (B-53): by rule, or by the word itself where there are no rules.</summary>
public sealed class ClaimRulesTests
{
    [Fact]
    public void WithoutRules_TheWordsAreTheRoles_AndAllElseMeansNothing()
    {
        var read = Rules().Read(Claims("role", "lead", "everyone", "Admin", "lead", "").Concat(Claims("tenant", "shop", "shop", "")));

        Assert.Equal(["lead"], read.Roles);
        Assert.Equal(["shop"], read.Tenants);
        Assert.Null(read.Problem);
    }

    [Fact]
    public void WithRules_OnlyTheyCount_AndOneValueCanGiveSeveral()
    {
        var rules = Rules(("Roles:lead:0", "4f"), ("Roles:admin:0", "4f"), ("Roles:admin:1", "5a"), ("Tenants:shop:0", "7c"), ("Tenants:bank:0", "7c"));

        Assert.Equal(["admin", "lead"], rules.Read(Claims("role", "4f")).Roles.Order());
        Assert.Equal(["admin"], rules.Read(Claims("role", "5a", "lead")).Roles);
        Assert.Equal(["bank", "shop"], rules.Read(Claims("tenant", "7c", "other")).Tenants.Order());
    }

    [Theory]
    [InlineData(ClaimReading.NoClaim)]
    [InlineData(ClaimReading.NoRule, "everyone", "LEAD", "lead ")]
    public void WhoHasNoRole_IsToldWhy(string problem, params string[] values)
    {
        var read = Rules().Read([.. Claims("role", values), new("email", "lead@example.com"), new("roles", "lead")]);

        Assert.Empty(read.Roles);
        Assert.Equal((problem, false), (read.Problem, read.IsIncomplete));
    }

    [Theory]
    [InlineData("""{"role":"src1"}""", true)]
    [InlineData("""{"tenant":"src1"}""", true)]
    [InlineData("""{"address":"src1"}""", false)]
    [InlineData("role", false)]
    [InlineData("[\"role\"]", false)]
    public void AListThatIsElsewhere_IsNotReplacedByWhatIsHere(string names, bool incomplete)
    {
        var read = Rules().Read([new("role", "lead"), new(ClaimRules.Elsewhere, names)]);

        Assert.Equal(incomplete, read.IsIncomplete);
        Assert.Equal(incomplete ? ClaimReading.Overfull : null, read.Problem);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void MoreTenantsThanAnybodyHas_AreRefusedAndNotCutShort(int count, bool incomplete)
    {
        var read = Rules().Read([new("role", "tenant"), .. Claims("tenant", [.. Enumerable.Range(0, count).Select(n => $"t{n}")])]);

        Assert.Equal((count, incomplete), (read.Tenants.Count, read.IsIncomplete));
    }

    [Fact]
    public void Rule_ForARoleThatIsNone_EndsTheStart()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Rules(("Roles:owner:0", "4f")));

        Assert.Contains("Oidc:Roles must name", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static IEnumerable<Claim> Claims(string type, params string[] values) => values.Select(value => new Claim(type, value));

    private static ClaimRules Rules(params (string Key, string Value)[] rules)
    {
        var settings = rules.ToDictionary(rule => "Oidc:" + rule.Key, rule => (string?)rule.Value);
        settings["Posture:Identity:Embedded"] = "false";
        settings["Oidc:Authority"] = "https://idp.example.test";
        settings["Oidc:ClientId"] = "posture";
        return new(DashboardSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }
}
