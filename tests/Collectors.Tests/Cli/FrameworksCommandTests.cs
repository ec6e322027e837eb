using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture frameworks</c>: every framework and item, and what <c>controls -o json</c> says of the same ids.</summary>
public sealed class FrameworksCommandTests
{
    [Fact]
    public async Task Frameworks_Json_HasEveryItemWithItsControls()
    {
        var (exit, output, _) = await PostureCommand.RunAsync(["frameworks", "-o", "json"]);
        Assert.Equal(0, exit);
        var listed = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();

        Assert.Equal(Framework.All.Select(framework => framework.Id), listed.Select(framework => framework.GetProperty("id").GetString()));
        Assert.All(Framework.All.Zip(listed), pair => Assert.Equal(
            pair.First.Requirements.Select(item => (item.Id, item.Assessment.ToString().ToLowerInvariant(), string.Join(' ', item.Controls.Select(control => control.Id)))),
            pair.Second.GetProperty("requirements").EnumerateArray().Select(item => (
                item.GetProperty("id").GetString()!, item.GetProperty("assessment").GetString()!,
                string.Join(' ', item.GetProperty("controls").EnumerateArray().Select(control => control.GetString()))))));
        Assert.All(
            listed.Select(framework => framework.GetProperty("reference").GetString()!).Where(reference => reference.Length > 0),
            reference => Assert.Contains(ControlCatalogue.Default.Controls, control => control.References.ContainsKey(reference)));
    }

    [Fact]
    public async Task Frameworks_Table_NamesEachFrameworkOrTheItemsOfOne()
    {
        var (exit, all, _) = await PostureCommand.RunAsync(["frameworks"]);
        Assert.Equal(0, exit);
        Assert.All(Framework.All, framework => Assert.Contains(framework.Id, all, StringComparison.Ordinal));

        var (one, items, _) = await PostureCommand.RunAsync(["frameworks", "owasp-2025"]);
        Assert.Equal(0, one);
        Assert.Contains("K10", items, StringComparison.Ordinal);
        Assert.Contains("automatic", items, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frameworks_Unknown_IsNotFoundAndSaysWhichThereAre()
    {
        var (exit, _, chatter) = await PostureCommand.RunAsync(["frameworks", "cis-0"]);
        Assert.Equal(5, exit);
        Assert.Contains("framework.not_found", chatter, StringComparison.Ordinal);
        Assert.Contains("cis-1.12", chatter, StringComparison.Ordinal);
    }
}
