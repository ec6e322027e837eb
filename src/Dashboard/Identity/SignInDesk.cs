using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>Signs people in at the embedded provider. A name that nobody has, and a locked account, take as long as a wrong password.</summary>
internal sealed class SignInDesk(SignInManager<Account> signIn, IPasswordHasher<Account> hasher, Sessions sessions, PublicAddress address)
{
    /// <summary>Checks name and password and, when both are right, starts a session with the provider's cookie.</summary>
    public async Task<bool> TryAsync(string name, string password, HttpContext context)
    {
        var account = await signIn.UserManager.FindByNameAsync(name);
        if (account is null || await signIn.UserManager.IsLockedOutAsync(account))
        {
            _ = hasher.HashPassword(new(), password);
            return false;
        }
        if (!(await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded)
            return false;
        var session = await sessions.StartAsync(account, address.Issuer, SignInMethod.Password, SessionOrigin.Of(context), context.RequestAborted);
        await signIn.SignInWithClaimsAsync(account, isPersistent: false, [new(Session.IdClaim, session.Id.ToString())]);
        return true;
    }
}
