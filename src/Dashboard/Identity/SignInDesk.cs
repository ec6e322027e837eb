using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Signs people in at the embedded provider: by a passkey, or by password and then the code of the app or a passkey, where there is one. A name that nobody has, and a locked account, take as long as a
/// wrong password. Wrong codes count as wrong passwords do, and only both right begin the count anew. Refusals are in the audit log.
/// </summary>
internal sealed class SignInDesk(
    SignInManager<Account> signIn,
    Accounts accounts,
    IPasswordHasher<Account> hasher,
    SecondFactors factors,
    Passkeys passkeys,
    Sessions sessions,
    PublicAddress address,
    IDataProtectionProvider protection,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// No wrong name or password is answered sooner: well above what hashing and counting take, so that the ways they differ in do not show (ASVS 6.3.8).
    /// </summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(300);

    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Posture.SignIn.v1").ToTimeLimitedDataProtector();

    /// <summary>Checks name and password and, when both are right and no code is asked for, starts a session with the provider's cookie.</summary>
    public async Task<SignInAnswer> TryAsync(string name, string password, HttpContext context)
    {
        var started = time.GetTimestamp();
        var account = await accounts.FindByNameAsync(name);
        if (await ReasonAsync(account, password) is { } reason)
        {
            await accounts.RefuseAsync(account, reason, SessionOrigin.Of(context));
            while (LeastTime - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, context.RequestAborted); // timers may end some milliseconds early
            return SignInAnswer.Wrong;
        }
        return await factors.IsOnAsync(account!.Id, context.RequestAborted)
            ? new(false, _tickets.Protect(TicketOf(account), Patience))
            : await AdmitAsync(account, SignInMethod.Password, context);
    }

    /// <summary>Checks the code of who has just given the right password, as the ticket says.</summary>
    public async Task<SignInAnswer> TryCodeAsync(string ticket, string code, HttpContext context)
    {
        if (Open(ticket) is not { } opened || await accounts.FindByIdAsync(opened.Split('|')[0]) is not { } account || TicketOf(account) != opened)
            return SignInAnswer.Wrong;
        if (await accounts.IsLockedOutAsync(account))
        {
            await accounts.RefuseAsync(account, SignInRefusal.Locked, SessionOrigin.Of(context));
            return SignInAnswer.Wrong;
        }
        if (await factors.SpendAsync(account.Id, code, context.RequestAborted) is { } method)
            return await AdmitAsync(account, method, context);
        await accounts.RefuseAsync(account, SignInRefusal.Code, SessionOrigin.Of(context));
        return await accounts.IsLockedOutAsync(account) ? SignInAnswer.Wrong : new(false, ticket);
    }

    /// <summary>Signs in whose passkey has answered, with no name or password.</summary>
    public async Task<bool> TryPasskeyAsync(PasskeyAnswer answer, HttpContext context)
    {
        var account = await passkeys.ProveAsync(answer, context);
        if (account is not null && !await accounts.IsLockedOutAsync(account))
            return (await AdmitAsync(account, SignInMethod.Passkey, context)).IsIn;
        await accounts.RefuseAsync(account, account is null ? SignInRefusal.Passkey : SignInRefusal.Locked, SessionOrigin.Of(context));
        return false;
    }

    /// <summary>Why this is no sign-in; null when the password is right.</summary>
    private async Task<string?> ReasonAsync(Account? account, string password)
    {
        if (account is not null && !await accounts.IsLockedOutAsync(account))
            return await accounts.CheckPasswordAsync(account, password) ? null : SignInRefusal.Password;
        _ = hasher.HashPassword(new(), password);
        return account is null ? SignInRefusal.Name : SignInRefusal.Locked;
    }

    private async Task<SignInAnswer> AdmitAsync(Account account, string method, HttpContext context)
    {
        if (!(await accounts.ResetAccessFailedCountAsync(account)).Succeeded)
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
