namespace Posture.Store.Embedded;

/// <summary>The account that the server runs as. PostgreSQL refuses root, so root drops to an unprivileged account that exists.</summary>
/// <param name="Name">Account to switch to; null for the own one.</param>
internal sealed record PostgresAccount(string? Name)
{
    /// <summary>The account of this process.</summary>
    public static readonly PostgresAccount Own = new((string?)null);

    private static readonly string[] Candidates = ["posture", "postgres", "nobody"];

    public static PostgresAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
            return Own;
        var known = File.Exists("/etc/passwd")
            ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal)
            : [];
        return Candidates.FirstOrDefault(known.Contains) is { } name
            ? new(name)
            : throw new PostgresStartException(
                "postgres.no_account",
                $"PostgreSQL does not run as root and none of the accounts {string.Join(", ", Candidates)} exists; start as another user or create one of them");
    }

    /// <summary>Hands a file or folder over to the account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is null)
            return;
        var (exit, output) = await PostgresTool.RunAsync("chown", [Name, path], Own, cancellationToken);
        if (exit != 0)
            throw new PostgresStartException("postgres.data_unusable", $"{path} cannot be given to the account {Name}: {output}");
    }
}
