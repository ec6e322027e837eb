using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Posture.TestKit;
using Posture.TestKit.Identity;

namespace Posture.EndToEnd;

/// <summary>The dashboard as <c>./run</c> starts it: a process with a data folder and a copy of the demo manifests of its own.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    public const string Password = "end-to-end password";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly string _folder;

    private DashboardProcess(Process process, ProcessLog log, string folder, Uri address)
    {
        _process = process;
        Log = log;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    public ProcessLog Log { get; }

    /// <summary>The copied manifests: a folder a cluster.</summary>
    public string Manifests => Path.Combine(_folder, "demo");

    /// <summary>With the demo fleet and its accounts; complete when its three clusters are committed.</summary>
    public static async Task<DashboardProcess> StartDemoAsync(CancellationToken cancellationToken)
    {
        var own = Start(new() { ["Posture__Demo"] = "true", ["Posture__Demo__Password"] = Password });
        await own.Log.WaitForAsync("admin@demo", 1, StartLimit, cancellationToken);
        await own.Log.WaitForAsync("objects evaluated and committed", 3, StartLimit, cancellationToken);
        return own;
    }

    /// <summary>As a new installation: no account, no cluster.</summary>
    public static async Task<DashboardProcess> StartNewAsync(CancellationToken cancellationToken)
    {
        var own = Start([]);
        await own.Log.WaitForAsync("/account/setup?code=", 1, StartLimit, cancellationToken);
        return own;
    }

    /// <summary>With one cluster of the demo fleet and the people of another identity provider, which the settings name and nothing else.</summary>
    public static async Task<DashboardProcess> StartForeignAsync(ForeignProvider provider, CancellationToken cancellationToken)
    {
        var own = Start(new()
        {
            ["Posture__Identity__Embedded"] = "false",
            ["Posture__Clusters__0__Name"] = "production",
            ["Posture__Clusters__0__Folder"] = Path.Combine(RepositoryRoot, "docker", "demo", "production"),
            ["Oidc__Authority"] = provider.Authority,
            ["Oidc__ClientId"] = ForeignProvider.ClientId,
            ["Oidc__ClientSecret"] = ForeignProvider.ClientSecret,
            ["Oidc__RoleClaim"] = "groups",
            ["Oidc__Roles__lead__0"] = "security",
        });
        await own.Log.WaitForAsync("objects evaluated and committed", 1, StartLimit, cancellationToken);
        await provider.SetUpAsync(own.Address, new());
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        // As a service manager ends it: its database server has to end with it, or the folder could not be removed.
        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync();
        // Bounded: this also waits for whoever still holds the output, and a test that never ends names nobody.
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopLimit, CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static string RepositoryRoot { get; } =
        SharedFolder.Checkout ?? throw new InvalidOperationException("Posture.sln was not found above the tests.");

    private static string ServerPath
    {
        get
        {
            // …/tests/EndToEnd/bin/<configuration>/net10.0/ → the same configuration of the dashboard.
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(RepositoryRoot, "src", "Dashboard", "bin", output.Parent!.Name, output.Name, "Posture.Dashboard.dll");
        }
    }

    private static DashboardProcess Start(Dictionary<string, string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("posture-e2e-").FullName;
        // Its database server runs as an account of its own when the tests run as root; it must reach its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Copy(new(Path.Combine(RepositoryRoot, "docker", "demo")), Path.Combine(folder, "demo"));
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        // By a name, which passkeys need.
        var address = new Uri($"http://localhost:{port}");
        var start = new ProcessStartInfo("dotnet", [ServerPath]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        // Many sessions of few people from one address in a short time.
        start.Environment["Posture__Limits__SignInsPerMinute"] = start.Environment["Posture__Limits__AccountSignInsPerMinute"] = "10000";
        start.Environment["Posture__Limits__AnonymousPerMinute"] = "10000";
        start.Environment["Posture__Limits__CircuitsPerAccount"] = "10000";
        start.Environment["Posture__Limits__PagesPerMinute"] = start.Environment["Posture__Limits__ReportsPerMinute"] = "10000";
        start.Environment["urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Posture__PublicUrl"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["Posture__Demo__Path"] = Path.Combine(folder, "demo");
        start.Environment["Posture__Data"] = Path.Combine(folder, "data");
        var process = Process.Start(start) ?? throw new InvalidOperationException("The dashboard could not be started.");
        return new(process, new(process), folder, address);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            Copy(folder, Path.Combine(to, folder.Name));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
