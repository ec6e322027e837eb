using System.Net;
using System.Text;
using System.Threading.Channels;
using Posture.Collectors.Sources;
using Posture.Collectors.Watching;
using Posture.Model.Coverage;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Watching;

/// <summary>A watcher at work against a simulated server, on a clock that stands still. Waiting for what never comes fails after a guard time.</summary>
internal sealed class WatchSession : IAsyncDisposable
{
    /// <summary>Pods and namespaces only: few kinds make few events.</summary>
    public static readonly IReadOnlyList<ResourceType> Few = [.. ResourceType.Defaults.Where(type => type.Kind is "Pod" or "Namespace")];

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _guard;
    private readonly Channel<SourceEvent> _events = Channel.CreateUnbounded<SourceEvent>();
    private readonly Task _running;

    private WatchSession(ClusterConnection connection, WatchSettings settings, WaitableTime time)
    {
        Time = time;
        _guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _guard.CancelAfter(TimeSpan.FromSeconds(20));
        _running = new ClusterWatcher(connection, settings, time).RunAsync(_events.Writer, _stop.Token);
    }

    public static WatchSettings Settings => WatchSettings.Default with { Jitter = () => 1 };

    public WaitableTime Time { get; }

    /// <summary>Ends what waits for too long.</summary>
    public CancellationToken Guard => _guard.Token;

    /// <summary>Everything told so far, in order.</summary>
    public List<SourceEvent> Told { get; } = [];

    public static WatchSession Start(ApiServerSimulator server, WaitableTime time, WatchSettings? settings = null, string token = "admin-token") =>
        new(Connection(server, token, time), settings ?? Settings, time);

    public static WatchSession StartWith(ClusterConnection connection, WaitableTime time) => new(connection, Settings, time);

    public static ClusterConnection Connection(ApiServerSimulator server, string token, TimeProvider time)
    {
        var (connection, error) = Kubeconfig.Read(Encoding.UTF8.GetBytes(server.Kubeconfig(token)), KubeconfigRules.ForUpload(allowedNetworks: [IPNetwork.Parse("127.0.0.0/8")]), time);
        return connection ?? throw new InvalidOperationException(error!.Message);
    }

    public static string Pod(string name, string fields = "") =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop"},"spec":{"containers":[]}{{{fields}}}}""";

    /// <summary>The next event that fits; the ones before it are kept in <see cref="Told"/>.</summary>
    public async Task<T> NextAsync<T>(Predicate<T>? fits = null)
        where T : SourceEvent
    {
        while (await _events.Reader.WaitToReadAsync(Guard))
            while (_events.Reader.TryRead(out var told))
            {
                Told.Add(told);
                if (told is T found && (fits is null || fits(found)))
                    return found;
            }
        throw new InvalidOperationException("the watcher ended");
    }

    public Task<SourceEvent.Listed> ListedAsync(string kind = "Pod") => NextAsync<SourceEvent.Listed>(listed => listed.Kind.Kind == kind);

    public async Task<KindCoverage> CoveredAsync(string kind, CoverageState state) =>
        (await NextAsync<SourceEvent.Covered>(covered => covered.Coverage.Kind == kind && covered.Coverage.State == state)).Coverage;

    public async Task<SourceError> ProblemAsync() => (await NextAsync<SourceEvent.Problem>()).Error;

    /// <summary>Waits until the code under test waits this long, then lets the time pass.</summary>
    public async Task PassAsync(double seconds)
    {
        await Time.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), Guard);
        Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_running.IsCanceled, $"the watcher ended by itself: {_running.Exception}");
        _stop.Dispose();
        _guard.Dispose();
    }
}
