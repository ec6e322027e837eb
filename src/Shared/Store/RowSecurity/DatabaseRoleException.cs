namespace Posture.Store.RowSecurity;

/// <summary>The accounts of the database are not as tenancy needs them.</summary>
public sealed class DatabaseRoleException : StoreException
{
    private DatabaseRoleException(string code, string message, Exception? inner = null)
        : base(code, message, inner)
    {
    }

    internal static DatabaseRoleException Missing(Exception inner) => new(
        "store.roles_missing",
        "the account of ConnectionStrings:Posture may not make accounts; as administrator of the server run: "
        + string.Join(" ", StoreRole.All.Select(role => $"create role {role.Name} login{(role.IsHeldToRows ? "" : " bypassrls")} password '…';"))
        + " and give their connection strings as " + string.Join(", ", StoreRole.All.Select(role => "ConnectionStrings:" + role.Setting)),
        inner);

    internal static DatabaseRoleException TooStrong(StoreRole role, string strong) => new(
        "store.role_too_strong",
        $"the account of ConnectionStrings:{role.Setting} has the rights of {strong}, which row-level security does not bind; give one that owns no table and is neither superuser nor BYPASSRLS");
}
