using Microsoft.Extensions.Time.Testing;
using Posture.Collectors.Pipeline;
using Posture.TestKit;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>What images are built on follows what becomes known, without another look at them.</summary>
public sealed class AncestorWatchTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Image_ThatBecomesKnownLater_IsAnAncestorOfWhatWasLookedUpBefore()
    {
        var content = new RegistryContent { HasReferrers = true };
        await using var registry = await RegistryStub.StartAsync(content.AnswerAsync);
        var parent = content.PushLayers("shop/base", "1.0.0", "2026-09-01", "base");
        var web = content.PushLayers("shop/web", "1.0.0", "2026-09-02", "base", "web");
        await using var stage = await LoopStage.CreateAsync(postgres);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.Zero };
        stage.Time = time;
        stage.Registries = [new() { Host = registry.Host, PlainHttp = true }];
        stage.Write("web.yaml", Pod("web", $"{registry.Host}/shop/web", web));
        await stage.StartAsync();
        await SeeAsync("select count(*) from image_facts where doc -> 'spec' ? 'ancestors'", 1);
        Assert.Equal(0, await stage.CountAsync("select count(*) from image_ancestors"));
        var asked = registry.Asked.Count(one => one.Path.EndsWith("/manifests/" + web, StringComparison.Ordinal));

        stage.Write("base.yaml", Pod("base", $"{registry.Host}/shop/base", parent));

        await SeeAsync($"select count(*) from image_ancestors where digest = '{parent}' and layers = 1 and owner = 'application' and line = '1.0' and not is_declared", 1);
        Assert.Equal(asked, registry.Asked.Count(one => one.Path.EndsWith("/manifests/" + web, StringComparison.Ordinal)));
        Assert.Equal(2, await stage.CountAsync("select count(*) from known_images where chain is not null"));

        async Task SeeAsync(string sql, long expected) => await Eventually.SeeAsync(
            () =>
            {
                time.Advance(ImageWatch.Pace);
                return stage.CountAsync(sql);
            },
            count => count == expected, TimeSpan.FromSeconds(60), Token);
    }

    private static string Pod(string name, string repository, string digest) => $$"""
        { apiVersion: v1, kind: Pod, metadata: { name: {{name}}, namespace: shop }, spec: { containers: [{ name: c, image: "{{repository}}:1.0.0" }] },
          status: { phase: Running, containerStatuses: [{ name: c, image: "{{repository}}:1.0.0", imageID: "{{repository}}@{{digest}}" }] } }
        """;
}
