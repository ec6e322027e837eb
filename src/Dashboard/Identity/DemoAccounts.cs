using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Posture.Dashboard.Options;
using Posture.Model.Tenancy;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>One account a role for the demonstration. Passwords are new at every start, so an old print-out opens nothing.</summary>
internal sealed class DemoAccounts(UserManager<Account> accounts, TenantRegistry tenants, DashboardSettings settings)
{
    private const string ShopName = "shop";

    private static readonly TenantRule[] Shop = [new("production", "shop"), new("production", "shop-payments"), new("staging", "shop")];

    /// <summary>Creates or renews the accounts.</summary>
    /// <returns>Name and password of each.</returns>
    public async Task<IReadOnlyList<(string Name, string Password)>> RenewAsync()
    {
        await tenants.PutAsync(Actor.System, ShopName, "Shop", Shop, CancellationToken.None);
        var all = new List<(string, string)>();
        foreach (var role in Roles.All)
        {
            var name = role + "@demo";
            var password = settings.Posture.DemoPassword ?? WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(12));
            await RenewAsync(name, role, password);
            all.Add((name, password));
        }
        return all;
    }

    private async Task RenewAsync(string name, string role, string password)
    {
        var account = await accounts.FindByNameAsync(name);
        if (account is null)
        {
            account = new Account { UserName = name, Email = name, DisplayName = char.ToUpperInvariant(role[0]) + role[1..] };
            Require(await accounts.CreateAsync(account));
            Require(await accounts.AddToRoleAsync(account, role));
        }
        // Of an account that an older version made, too.
        if (role == Roles.Tenant && !(await accounts.GetClaimsAsync(account)).Any(claim => claim.Type == Viewer.TenantClaim))
            Require(await accounts.AddClaimAsync(account, new(Viewer.TenantClaim, ShopName)));
        Require(await accounts.SetLockoutEndDateAsync(account, null));
        Require(await accounts.ResetAccessFailedCountAsync(account));
        if (await accounts.HasPasswordAsync(account))
            Require(await accounts.RemovePasswordAsync(account));
        Require(await accounts.AddPasswordAsync(account, password));
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("A demo account could not be prepared: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }
}
