using Npgsql;
using Posture.Model.Tenancy;

namespace Posture.Store.RowSecurity;

/// <summary>The setting by which a transaction tells row-level security for whom it works (<see cref="RowPolicies"/>).</summary>
internal static class RowScope
{
    /// <summary>Configuration only: clusters, tenants, their rules and namespaces.</summary>
    public const string Admin = "admin";

    /// <summary>Numbers of everything. Findings answer to it under <see cref="StoreRole.Totals"/> only, which may read no name.</summary>
    public const string Totals = "totals";

    /// <summary>Between the scope and the ids of the clusters outside of which it sees nothing, where there is such a limit (<see cref="ClusterPolicies"/>).</summary>
    private const char Within = '@';

    public static string Of(ViewScope scope) => Reach(scope) + (scope.Clusters is { } clusters ? Within + string.Join(',', clusters) : "");

    /// <summary>Whether it is of <see cref="Totals"/>.</summary>
    public static bool IsTotals(string scope) => scope == Totals || scope.StartsWith(Totals + Within, StringComparison.Ordinal);

    private static string Reach(ViewScope scope) => scope.Reach switch
    {
        ViewReach.Everything => "all",
        ViewReach.Totals => Totals,
        ViewReach.Configuration => Admin,
        _ => "tenants:" + string.Join(',', scope.Tenants!),
    };

    /// <summary>Sets it until the transaction ends. Outside of a transaction it would hold for nothing.</summary>
    public static NpgsqlBatchCommand Command(string scope) => new("select set_config('posture.scope', $1, true)") { Parameters = { new() { Value = scope } } };

    /// <summary>Issuer and subject of the person, who may see the own entries of the audit log whatever the scope.</summary>
    public static NpgsqlBatchCommand ActorCommand(string actor) => new("select set_config('posture.actor', $1, true)") { Parameters = { new() { Value = PgText.Clean(actor) } } };
}
