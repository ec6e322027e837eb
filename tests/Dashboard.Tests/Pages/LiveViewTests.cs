using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages;

namespace Posture.Dashboard.Tests.Pages;

public sealed class LiveViewTests(PostgresFixture postgres)
{
    private static Task Run(Func<Task> work) => work();

    private static (string Shown, int Changes) Hold(string shown, string fresh) => (shown, 1);

    [Fact]
    public async Task View_SignalOvertakesNewAddress_ShowsTheNewAddressWhole()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Services.GetRequiredService<PageContext>();
        var slow = new TaskCompletionSource();
        var reads = 0;
        using var view = new LiveView<string>(
            page,
            async token =>
            {
                if (++reads == 2)
                    await slow.Task.WaitAsync(token);
                return stage.Address;
            },
            Run,
            Hold);
        stage.Navigation.NavigateTo("/a?x=1");
        await view.OpenAsync();
        stage.Navigation.NavigateTo("/a?x=2");
        Assert.True(view.Busy);
        await view.RefreshAsync();
        Assert.Equal("/a?x=2", view.Data);
        Assert.Equal(0, view.Held);
        Assert.False(view.Busy);
    }

    /// <summary>A page is written when it is open: without data then, it would be written as still loading.</summary>
    [Fact]
    public async Task View_SignalOvertakesTheFirstLoad_IsOpenOnlyWithData()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var reads = 0;
        using var view = new LiveView<string>(
            stage.Services.GetRequiredService<PageContext>(),
            async token =>
            {
                await Task.Delay(++reads == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(100), TimeProvider.System, token);
                return "data";
            },
            Run);
        var open = view.OpenAsync();
        var refresh = view.RefreshAsync();
        await open;
        Assert.Equal("data", view.Data);
        await refresh;
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task View_LoadFails_KeepsDataAndRecovers()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var broken = false;
        using var view = new LiveView<string>(
            stage.Services.GetRequiredService<PageContext>(), _ => broken ? throw new InvalidOperationException("secret") : Task.FromResult<string?>("data"), Run);
        await view.OpenAsync();
        broken = true;
        await view.RefreshAsync();
        Assert.NotNull(view.Failure);
        Assert.Equal("data", view.Data);
        broken = false;
        await view.ReloadAsync();
        Assert.Null(view.Failure);
    }

    [Fact]
    public async Task View_OtherPage_IsNotLoaded()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var reads = 0;
        using var view = new LiveView<string>(stage.Services.GetRequiredService<PageContext>(), _ => Task.FromResult<string?>($"{++reads}"), Run);
        stage.Navigation.NavigateTo("/a");
        await view.OpenAsync();
        stage.Navigation.NavigateTo("/b");
        Assert.Equal(1, reads);
        stage.Navigation.NavigateTo("/a?q=1");
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task View_Frozen_IgnoresSignals()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var reads = 0;
        using var view = new LiveView<string>(stage.Services.GetRequiredService<PageContext>(), _ => Task.FromResult<string?>($"{++reads}"), Run);
        await view.OpenAsync();
        view.Frozen = true;
        await view.RefreshAsync();
        Assert.Equal("1", view.Data);
    }
}
