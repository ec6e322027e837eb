using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Signs people in at the embedded provider: password, then the code of the app where there is one. A name that nobody has, and a locked account, take as long as a
/// wrong password. Wrong codes count as wrong passwords do, and only both right begin the count anew.
/// </summary>
internal sealed class SignInDesk(
    SignInManager<Account> signIn, IPasswordHasher<Account> hasher, SecondFactors factors, Sessions sessions, PublicAddress address, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Posture.SignIn.v1").ToTimeLimitedDataProtector();

    private UserManager<Account> Accounts => signIn.UserManager;

    /// <summary>Checks name and password and, when both are right and no code is asked for, starts a session with the provider's cookie.</summary>
    public async Task<SignInAnswer> TryAsync(string name, string password, HttpContext context)
    {
        var account = await Accounts.FindByNameAsync(name);
        if (account is null || await Accounts.IsLockedOutAsync(account))
        {
            _ = hasher.HashPassword(new(), password);
            return SignInAnswer.Wrong;
        }
        if (!await Accounts.CheckPasswordAsync(account, password))
        {
            await Accounts.AccessFailedAsync(account);
            return SignInAnswer.Wrong;
        }
        return await factors.IsOnAsync(account.Id, context.RequestAborted)
            ? new(false, _tickets.Protect(TicketOf(account), Patience))
            : await AdmitAsync(account, SignInMethod.Password, context);
    }

    /// <summary>Checks the code of who has just given the right password, as the ticket says.</summary>
    public async Task<SignInAnswer> TryCodeAsync(string ticket, string code, HttpContext context)
    {
        if (Open(ticket) is not { } opened || await Accounts.FindByIdAsync(opened.Split('|')[0]) is not { } account || TicketOf(account) != opened)
            return SignInAnswer.Wrong;
        if (await Accounts.IsLockedOutAsync(account))
            return SignInAnswer.Wrong;
        if (await factors.SpendAsync(account.Id, code, context.RequestAborted) is { } method)
            return await AdmitAsync(account, method, context);
        await Accounts.AccessFailedAsync(account);
        return await Accounts.IsLockedOutAsync(account) ? SignInAnswer.Wrong : new(false, ticket);
    }

    private async Task<SignInAnswer> AdmitAsync(Account account, string method, HttpContext context)
    {
        if (!(await Accounts.ResetAccessFailedCountAsync(account)).Succeeded)
            return SignInAnswer.Wrong;
        var session = await sessions.StartAsync(account, address.Issuer, method, SessionOrigin.Of(context), context.RequestAborted);
        await signIn.SignInWithClaimsAsync(account, isPersistent: false, [new(Session.IdClaim, session.Id.ToString())]);
        return SignInAnswer.Done;
    }

    /// <summary>A password changed meanwhile makes it worthless.</summary>
    private static string TicketOf(Account account) => $"{account.Id}|{SessionCheck.StampOf(account.SecurityStamp ?? "")}";

    private string? Open(string ticket)
    {
        try
        {
            return _tickets.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>How far a sign-in has come.</summary>
/// <param name="IsIn">Signed in.</param>
/// <param name="Ticket">With which the code is given; null when nothing more is asked for.</param>
internal sealed record SignInAnswer(bool IsIn, string? Ticket)
{
    public static readonly SignInAnswer Done = new(true, null);

    /// <summary>One answer for whatever was wrong.</summary>
    public static readonly SignInAnswer Wrong = new(false, null);
}
