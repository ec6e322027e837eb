using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>A manager's way to a report, and that its address is worth nothing to anyone else.</summary>
public sealed class ReportTests(Site site)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Manager_MakesAReport_AndNobodyElseGetsIt()
    {
        await using var visit = await site.SignInAsync("manager", path: "/reports?fw=pss");
        await visit.ReadyAsync();
        await visit.Page.Locator("main button.primary").ClickAsync();
        await Expect(visit.Page.Locator("tr[data-report-state=ready] a[href$='/pdf']").First).ToBeVisibleAsync(new() { Timeout = (float)Patience.TotalMilliseconds });
        var address = (await visit.Page.Locator("tr[data-report-state=ready] a[href$='/pdf']").First.GetAttributeAsync("href"))![..^3];

        await using var lead = await site.SignInAsync("lead");
        await using var nobody = await site.OpenAsync(Look.Plain, "/fleet");
        foreach (var (form, type) in new[] { ("pdf", "application/pdf"), ("csv", "text/csv"), ("html", "text/html") })
        {
            var own = await visit.Page.APIRequest.GetAsync(address + form);
            Assert.Equal(200, own.Status);
            Assert.StartsWith(type, own.Headers["content-type"], StringComparison.Ordinal);
            Assert.StartsWith("attachment", own.Headers["content-disposition"], StringComparison.Ordinal);
            Assert.Equal("no-store", own.Headers["cache-control"]);
            Assert.Equal(404, (await lead.Page.APIRequest.GetAsync(address + form)).Status);
            var refused = await nobody.Page.APIRequest.GetAsync(address + form);
            Assert.DoesNotContain(type == "text/html" ? "attachment" : type, refused.Headers.GetValueOrDefault("content-disposition") + refused.Headers.GetValueOrDefault("content-type"), StringComparison.Ordinal);
        }
        Assert.Equal(404, (await lead.Page.APIRequest.GetAsync(address + "view")).Status);
        var view = await visit.Page.APIRequest.GetAsync(address + "view");
        Assert.Contains("default-src 'none'", view.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Empty(visit.Errors);
    }
}
