using System.Text.Json;
using Bunit;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Names and annotations that a cluster chose to do harm by: they are text, no link and no command of their own, and lead where the object is (B-35, B-36, B-40).</summary>
public sealed class HostileNamesTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("constructor")]
    [InlineData("__proto__")]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("CON")]
    [InlineData("../../admin")]
    [InlineData("javascript:alert(1)")]
    [InlineData("a\"onmouseover=\"alert(1)")]
    [InlineData("x; rm -rf ~ #")]
    [InlineData("$(touch /tmp/x)`id`'")]
    [InlineData("-o=json")]
    public async Task Name_IsTextEverywhere_AndTheFindingIsFound(string name)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace(
            "{name: cart, namespace: shop}",
            "{name: " + JsonSerializer.Serialize(name) + """, namespace: shop, annotations: {"example.com/docs": "Docs | javascript:alert(1)", "link": "data:text/html,<script>"}}""",
            StringComparison.Ordinal));
        var id = Fingerprint.Of("prod", Sample.Privileged, new ObjectRef("apps/v1", "Deployment", "shop", name));

        var list = stage.Open<FindingsPage>("/findings?control=" + Sample.Privileged);
        var page = stage.Open<FindingPage>("/findings/" + id, ("Id", id));

        Assert.Contains(name, list.Find("tr[data-finding]").TextContent, StringComparison.Ordinal);
        Assert.Contains(name, string.Concat(page.Nodes.Select(node => node.TextContent)), StringComparison.Ordinal);
        Assert.All(
            list.FindAll("a[href]").Concat(page.FindAll("a[href]")).Select(link => link.GetAttribute("href")!),
            link => Assert.True(link is ['/', not '/', ..] or ['/'] or ['#', ..] or ['?', ..] || link.StartsWith("https://", StringComparison.Ordinal), link));
        Assert.Empty(page.FindAll("[onmouseover], script, img"));
        var quoted = "'" + name.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        var commands = page.FindAll("pre code").Select(code => code.TextContent).Where(text => text.StartsWith("kubectl patch ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);
        var word = name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '.' or '_') ? " " + name : name is ['-', ..] ? "/" + quoted : " " + quoted;
        Assert.All(commands, command => Assert.StartsWith($"kubectl patch deployments.apps{word} -n shop ", command, StringComparison.Ordinal));
    }

    /// <summary>B-37: signs that turn and hide are codes that can be told from typed ones, the word says that its letters are of two scripts, and a command has the name that is shown.</summary>
    [Fact]
    public async Task Name_OfHiddenSignsAndTwoScripts_SaysSo_AndTheCommandIsWhatIsSeen()
    {
        const string Name = "c\u0430rt\u202e-'x'\\";
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("{name: cart, namespace: shop}", "{name: " + JsonSerializer.Serialize(Name) + ", namespace: shop}", StringComparison.Ordinal));
        var id = Fingerprint.Of("prod", Sample.Privileged, new ObjectRef("apps/v1", "Deployment", "shop", Name));

        var page = stage.Open<FindingPage>("/findings/" + id, ("Id", id));
        var list = stage.Open<FindingsPage>("/findings?q=cart&control=" + Sample.Privileged);

        foreach (var where in new[] { page.Find("[data-facts] .where b"), list.Find("tr[data-finding] .where b") })
        {
            Assert.Equal("c\u0430rt\\u{202e}-'x'\\", where.QuerySelector("bdi")!.TextContent);
            Assert.Equal("\\u{202e}", where.QuerySelector(".hidden-sign")!.TextContent);
            Assert.Equal("mixed script", where.QuerySelector(".mixed-script")!.TextContent);
        }
        Assert.Empty(list.FindAll("tr[data-finding] a .mixed-script"));
        Assert.Contains(page.FindAll("pre code"), code => code.TextContent.StartsWith("kubectl patch deployments.apps $'c\u0430rt\\U0000202e-\\'x\\'\\\\' -n shop ", StringComparison.Ordinal));
    }
}
