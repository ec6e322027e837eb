using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Passkeys of accounts (WebAuthn level 3), verified by the framework. What the browser is asked, with its challenge, travels in the page, sealed: it holds for some
/// minutes, and for one use, which the database counts.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<Account> handler, UserManager<Account> accounts, IdentityStore store, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Most passkeys of an account.</summary>
    public const int Most = 10;

    /// <summary>Longest name of a passkey.</summary>
    public const int MaxName = 60;

    /// <summary>Longest answer of a browser; with the certificates of a security key one has about 4,000 characters.</summary>
    private const int LongestAnswer = 20_000;

    /// <summary>How long a page may stand before its passkey is used.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("Posture.Passkey.v1");

    /// <summary>Whether the page's address can have passkeys: they belong to a name, never to a number (WebAuthn §4, RP ID).</summary>
    public static bool ArePossible(HttpContext context) => Uri.CheckHostName(context.Request.Host.Host) == UriHostNameType.Dns;

    /// <summary>Asks for whichever passkey the person has.</summary>
    public async Task<PasskeyRequest> AskAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        return new(made.RequestOptionsJson, Seal(nameof(AskAsync), made.AssertionState));
    }

    /// <summary>Asks for a new passkey of this account.</summary>
    public async Task<PasskeyRequest> OfferAsync(Account account, HttpContext context)
    {
        var made = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, context);
        return new(made.CreationOptionsJson, Seal(nameof(OfferAsync), made.AttestationState));
    }

    /// <summary>Whose passkey has answered; null when the answer proves nothing, comes late or came before.</summary>
    public async Task<Account?> ProveAsync(PasskeyAnswer answer, HttpContext context)
    {
        if (Open(nameof(AskAsync), answer) is not { } state)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = answer.Credential, AssertionState = state });
        if (!result.Succeeded || !await SpendAsync(answer.Ticket, context.RequestAborted))
            return null;
        // Keeps the counter of the key. The account itself, which the framework saves as well, may have changed meanwhile; nothing of it is to be kept.
        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        store.ChangeTracker.Clear();
        return await accounts.FindByIdAsync(result.User.Id.ToString());
    }

    /// <summary>Adds the passkey that the browser has made for this account.</summary>
    /// <returns>False when the answer proves nothing, comes late or came before, or the account has <see cref="Most"/>.</returns>
    public async Task<bool> AddAsync(Account account, string name, PasskeyAnswer answer, HttpContext context)
    {
        if (Open(nameof(OfferAsync), answer) is not { } state || await store.UserPasskeys.CountAsync(passkey => passkey.UserId == account.Id, context.RequestAborted) >= Most)
            return false;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = answer.Credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.Id.ToString() || !await SpendAsync(answer.Ticket, context.RequestAborted))
            return false;
        result.Passkey.Name = name;
        return (await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded;
    }

    /// <summary>The account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(Account account) => [.. (await accounts.GetPasskeysAsync(account)).OrderBy(passkey => passkey.CreatedAt)];

    /// <summary>Whether there was one.</summary>
    public async Task<bool> RemoveAsync(Guid account, byte[] id, CancellationToken cancellationToken) =>
        await store.UserPasskeys.Where(passkey => passkey.UserId == account && passkey.CredentialId == id).ExecuteDeleteAsync(cancellationToken) == 1;

    /// <summary>Forgets used requests that are too old to be used again anyway.</summary>
    public Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Patience;
        return store.UsedPasskeyRequests.Where(request => request.UsedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> SpendAsync(string ticket, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(ticket), time.GetUtcNow());
        return await store.Database.ExecuteSqlAsync($"insert into identity.used_passkey_requests (hash, used_at) values ({hash}, {now}) on conflict do nothing", cancellationToken) == 1;
    }

    private string Seal(string purpose, string? state) =>
        _protector.CreateProtector(purpose).Protect(string.Create(CultureInfo.InvariantCulture, $"{(time.GetUtcNow() + Patience).UtcTicks} {state}"));

    private string? Open(string purpose, PasskeyAnswer answer)
    {
        if (answer.Credential.Length > LongestAnswer)
            return null;
        try
        {
            var parts = _protector.CreateProtector(purpose).Unprotect(answer.Ticket).Split(' ', 2);
            return long.Parse(parts[0], CultureInfo.InvariantCulture) > time.GetUtcNow().UtcTicks ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>What a page asks the browser.</summary>
/// <param name="Options">Options of the browser's call, as JSON.</param>
/// <param name="Ticket">Comes back with the answer.</param>
public sealed record PasskeyRequest(string Options, string Ticket);

/// <summary>What the browser answered.</summary>
/// <param name="Ticket">Of the request.</param>
/// <param name="Credential">The credential, as JSON.</param>
internal sealed record PasskeyAnswer(string Ticket, string Credential);

/// <summary>A request whose passkey was taken.</summary>
internal sealed class UsedPasskeyRequest
{
    /// <summary>SHA-256 of the ticket.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset UsedAt { get; init; }
}
