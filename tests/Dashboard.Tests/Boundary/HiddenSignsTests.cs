using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Posture.Model.Names;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Signs that are not seen but turn, hide or end text (B-37): no page, file or attribute of any surface shows one of them, whoever is signed in.</summary>
[Collection(BoundaryCollection.Name)]
public sealed class HiddenSignsTests(Premises premises)
{
    /// <summary>What a browser does not show, or has to give back as it is: names for scripts and tests, and fields.</summary>
    private const string Unshown = "(?:data-[a-z-]+|value)=\"[^\"]*\"";

    [Fact]
    public async Task EverySurface_ShowsNoneOfThem()
    {
        var places = await MatrixTests.PlacesAsync(await premises.StageAsync());
        var (shown, coded) = (new SortedSet<string>(StringComparer.Ordinal), 0);
        foreach (var surface in Surface.All)
        {
            var address = places.Aggregate(surface.Address, (text, place) => text.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal));
            foreach (var who in Surface.People.Where(who => who != Caller.Anonymous)) // who sees no names
            {
                var body = WebUtility.HtmlDecode(Regex.Replace((await (await premises.AsAsync(who)).GetAsync(address)).Body, Unshown, "", RegexOptions.None, TimeSpan.FromSeconds(1)));
                shown.UnionWith(Hidden(body).Select(place => $"{surface.Route}: {place}"));
                coded += Regex.Count(body, @"\\u\{202e\}", RegexOptions.None, TimeSpan.FromSeconds(1));
            }
        }
        Assert.True(shown.Count == 0, string.Join('\n', shown));
        Assert.True(coded > 500, $"{coded} codes");
    }

    /// <summary>What stands before each of them, and the sign by its code.</summary>
    private static IEnumerable<string> Hidden(string body)
    {
        for (var at = 0; at < body.Length; at += Rune.GetRuneAt(body, at).Utf16SequenceLength)
            if (Rune.GetRuneAt(body, at) is var rune && rune.Value is not ('\n' or '\r' or '\t') && VisibleText.IsHidden(rune))
                yield return string.Concat(body.AsSpan(Math.Max(0, at - 80), Math.Min(at, 80)).ToString().Split('\n')[^1], VisibleText.Of(rune.ToString()));
    }
}
