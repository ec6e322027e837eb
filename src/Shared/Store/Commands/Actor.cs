namespace Posture.Store.Commands;

/// <summary>Who acts: named in the audit log.</summary>
/// <param name="Id">Issuer and subject; <c>system</c> for the product itself.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Address">Network address; empty where there is none.</param>
public sealed record Actor(string Id, string Name, string Address)
{
    /// <summary>The product itself: set-up, demonstration, commands on the machine.</summary>
    public static readonly Actor System = new("system", "Posture", "");

    /// <summary>Somebody who is not signed in.</summary>
    public static Actor Nobody(string address) => new("nobody", "", address);
}
