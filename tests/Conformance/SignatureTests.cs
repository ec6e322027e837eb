using System.Text.Json.Nodes;
using Posture.Collectors.Cli;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Signatures that the conformance suite of Sigstore holds to be right or wrong: with their own trusted root or key, else with the public instance's as it is pinned here.</summary>
public sealed class SignatureTests(ITestOutputHelper output)
{
    private const string Corpus = "sigstore-conformance";

    [Fact]
    public async Task PublishedBundles_AreJudgedAsPublished()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the signatures that Sigstore's conformance suite publishes cannot be compared");
        var wrong = new List<string>();
        var (cases, held) = (0, 0);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", Corpus)).Order(StringComparer.Ordinal))
        {
            cases++;
            var expected = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "case.json"), TestContext.Current.CancellationToken))!;
            var told = await ToldAsync(folder, expected);
            output.WriteLine($"{Path.GetFileName(folder)}: {told ?? "verified"}");
            held += told is null ? 1 : 0;
            if (told is null != (expected["expect"]!.GetValue<string>() == "pass"))
                wrong.Add($"{Path.GetFileName(folder)}: {told ?? "verified"}");
        }
        output.WriteLine($"{cases - wrong.Count} of {cases} cases agree, {held} verify");

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(cases >= 48 && held >= 10, $"{cases} cases, {held} verify");
    }

    /// <summary>Null when the command says that it is verified, else what it says.</summary>
    private static async Task<string?> ToldAsync(string folder, JsonNode expected)
    {
        List<string> command = ["image", "verify", "--bundle", Path.Combine(folder, "bundle.sigstore.json"), "--artifact", Path.Combine(folder, "artifact"), "-o", "json"];
        if (File.Exists(Path.Combine(folder, "trusted_root.json")))
            command.AddRange(["--trusted-root", Path.Combine(folder, "trusted_root.json")]);
        command.AddRange(File.Exists(Path.Combine(folder, "key.pub"))
            ? ["--key", Path.Combine(folder, "key.pub")]
            : ["--identity", expected["identity"]!.GetValue<string>(), "--issuer", expected["issuer"]!.GetValue<string>()]);
        await using var told = new StringWriter();
        await using var chatter = new StringWriter();
        var exit = await CommandLine.RunAsync([.. command], told, chatter, TestContext.Current.CancellationToken);
        if (exit == 0)
            return null;
        return told.ToString() is { Length: > 0 } document && JsonNode.Parse(document) is { } read ? $"{read["state"]} {read["code"]}: {read["reason"]}" : $"exit {exit} {chatter}".Trim();
    }
}
