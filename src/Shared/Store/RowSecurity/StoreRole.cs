using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Posture.Store.RowSecurity;

/// <summary>
/// The accounts of the database that the product works under. The owner migrates and does nothing else; none of these owns a table. Their names are those of
/// the server, shared by its databases; rights are given in each database.
/// </summary>
/// <param name="Name">Name of the account in PostgreSQL.</param>
/// <param name="IsHeldToRows">Whether row-level security limits it. Collectors write whole clusters by COPY, which PostgreSQL refuses where it does.</param>
public sealed record StoreRole(string Name, bool IsHeldToRows)
{
    private const string Prefix = "posture_";

    /// <summary>Writes what was collected. Knows no person.</summary>
    public static readonly StoreRole Collector = new("posture_collector", false);

    /// <summary>Pages, API and hub.</summary>
    public static readonly StoreRole Web = new("posture_web", true);

    /// <summary>Reports and exports: reads what the person who asked may see.</summary>
    public static readonly StoreRole Export = new("posture_export", true);

    /// <summary>Accounts, sessions and keys (schema <c>identity</c>); nothing of what was collected.</summary>
    public static readonly StoreRole Identity = new("posture_identity", true);

    /// <summary>
    /// What pages and reports turn into for one transaction in which only numbers are visible: it may read neither names nor evidence of findings. Nobody signs in
    /// under it.
    /// </summary>
    public const string Totals = "posture_totals";

    /// <summary>Key of a connection string of its own, for example <c>PostureWeb</c>.</summary>
    public string Setting => "Posture" + char.ToUpperInvariant(Name[Prefix.Length]) + Name[(Prefix.Length + 1)..];

    public static readonly IReadOnlyList<StoreRole> All = [Collector, Web, Export, Identity];

    /// <summary>
    /// How this account connects when only the owner's connection string is known: its password follows from the owner's, so that every process comes to the same
    /// one and none is stored. Without an owner's password (peer, certificate, trust) there is none.
    /// </summary>
    public string ConnectionString(string owner)
    {
        var settings = new NpgsqlConnectionStringBuilder(owner) { Username = Name };
        settings.Password = Password(settings.Password);
        return settings.ConnectionString;
    }

    internal string? Password(string? owners) => string.IsNullOrEmpty(owners)
        ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(owners), Encoding.UTF8.GetBytes(Name)));
}
