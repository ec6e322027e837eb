namespace Posture.EndToEnd;

/// <summary>Pictures of every page for people to look at, into the folder that <c>POSTURE_SCREENSHOTS</c> names.</summary>
public sealed class ScreenshotTests(Site site)
{
    private static readonly Look[] Looks =
    [
        new(1440, false, "en"), new(1440, true, "en"), new(390, false, "en"), new(390, true, "zh-CN"), new(1440, false, "zh-CN"),
    ];

    [Theory]
    [InlineData("lead")]
    [InlineData("tenant")]
    public async Task Pages_EachLook_ArePictured(string role)
    {
        var folder = Environment.GetEnvironmentVariable("POSTURE_SCREENSHOTS");
        Assert.SkipUnless(folder is { Length: > 0 }, "Set POSTURE_SCREENSHOTS to a folder to take pictures of every page.");
        foreach (var look in Looks)
        {
            await using var visit = await site.SignInAsync(role, look);
            await visit.ReadyAsync();
            var finding = await FirstFindingAsync(visit);
            foreach (var page in Pages.All.Append(finding))
            {
                await visit.GoAsync(page);
                var name = page == finding ? "finding" : page.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');
                var theme = look.Dark ? "dark" : "light";
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"{role}-{name}-{theme}-{look.Width}-{look.Language}.png"), FullPage = true });
            }
            Assert.DoesNotContain(visit.Errors, error => !error.Contains("404", StringComparison.Ordinal));
        }
    }

    private static async Task<string> FirstFindingAsync(Visit visit)
    {
        await visit.GoAsync("/findings");
        return await visit.Page.Locator("main a[href*='/findings/']").First.GetAttributeAsync("href") ?? throw new InvalidOperationException("No finding is listed.");
    }
}
