using System.Collections;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Every text of the pages is there in both languages, with the same places for numbers.</summary>
public sealed class TextTests
{
    public static TheoryData<string> Areas =>
    [
        nameof(PartsText), nameof(FleetText), nameof(FindingsText), nameof(FindingText), nameof(ControlPagesText), nameof(LayersText), nameof(ClustersText),
        nameof(DriftText), nameof(HelpText), nameof(NetworkText), nameof(IdentitiesText), nameof(ReportsText), nameof(RemedyText), nameof(ComplianceText), nameof(ProblemsText),
        nameof(PeopleText), nameof(AccountText), nameof(AdminText), nameof(ActivityText), nameof(ProfileText), nameof(SignOnText), nameof(ImagesText), nameof(RegistriesText),
    ];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Texts_BothLanguages_HaveTheSameKeysAndPlaces(string area)
    {
        var (english, chinese) = (Read(area, ""), Read(area, "zh-Hans"));
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, pair => Assert.Equal(Places(pair.Value), Places(chinese[pair.Key])));
    }

    [Theory]
    [InlineData(0, "0 standards")]
    [InlineData(1, "1 standard")]
    [InlineData(2, "2 standards")]
    [InlineData(1234, "1,234 standards")]
    public async Task Count_TakesTheSingularForExactlyOne(long count, string expected)
    {
        await using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var texts = services.GetRequiredService<IStringLocalizer<ControlPagesText>>();

        Assert.Equal(expected, texts.Count(nameof(ControlPagesText.StandardsOf), count).Value);
    }

    /// <summary>A text with a form for one has the other form too, or a reader sees its key.</summary>
    [Theory]
    [MemberData(nameof(Areas))]
    public void Texts_OfOne_HaveTheirPlural(string area)
    {
        var texts = Read(area, "");
        Assert.All(texts.Keys.Where(key => key.EndsWith("One", StringComparison.Ordinal) && texts[key].Contains("{0:N0}", StringComparison.Ordinal)),
            key => Assert.Contains(key[..^"One".Length], texts.Keys));
    }

    private static Dictionary<string, string> Read(string area, string culture)
    {
        var manager = new ResourceManager("Posture.Dashboard.Resources." + area, typeof(PartsText).Assembly);
        var set = manager.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false);
        Assert.NotNull(set);
        return set.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static string Places(string text) => string.Concat(Enumerable.Range(0, 9).Where(i => text.Contains("{" + i, StringComparison.Ordinal)));
}
