using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// What is asked for besides the password: the code of an authenticator app, a passkey (<see cref="Passkeys"/>), or one of the recovery codes that come with either.
/// Each code is taken once, by one statement of the database, however many try it at once.
/// </summary>
internal sealed class SecondFactors(IdentityStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private const int RecoveryCodes = 10;
    private const int RecoveryBytes = 15;
    private const int Group = 6;
    private readonly IDataProtector _protector = protection.CreateProtector("Posture.SecondFactor.v1");

    /// <summary>Whether the password alone is not enough.</summary>
    public async Task<bool> IsOnAsync(Guid account, CancellationToken cancellationToken) =>
        await HasAppAsync(account, cancellationToken) || await HasPasskeyAsync(account, cancellationToken);

    /// <summary>Whether there is an authenticator app.</summary>
    public Task<bool> HasAppAsync(Guid account, CancellationToken cancellationToken) => store.SecondFactors.AnyAsync(factor => factor.AccountId == account, cancellationToken);

    /// <summary>Whether there is a passkey.</summary>
    public Task<bool> HasPasskeyAsync(Guid account, CancellationToken cancellationToken) => store.UserPasskeys.AnyAsync(passkey => passkey.UserId == account, cancellationToken);

    /// <summary>Unused recovery codes.</summary>
    public Task<int> RecoveryLeftAsync(Guid account, CancellationToken cancellationToken) =>
        store.RecoveryCodes.CountAsync(code => code.AccountId == account && code.UsedAt == null, cancellationToken);

    /// <summary>Uses up a code of the app, or a recovery code.</summary>
    /// <returns>Which one it was; null when it is wrong, or was used before.</returns>
    public async Task<string?> SpendAsync(Guid account, string typed, CancellationToken cancellationToken)
    {
        var code = new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        var factor = await store.SecondFactors.AsNoTracking().SingleOrDefaultAsync(item => item.AccountId == account, cancellationToken);
        if (factor is not null && Open(factor.Secret) is { } secret && OneTimeCode.Match(secret, code, time.GetUtcNow()) is { } step)
        {
            var taken = await store.SecondFactors.Where(item => item.AccountId == account && item.LastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(item => item.LastStep, step), cancellationToken);
            return taken == 1 ? SignInMethod.App : null;
        }
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        var used = await store.RecoveryCodes.Where(item => item.Hash == hash && item.AccountId == account && item.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.UsedAt, now), cancellationToken);
        return used == 1 ? SignInMethod.Recovery : null;
    }

    /// <summary>Adds an authenticator app by a secret of which this code is one; the code is used up by it.</summary>
    public async Task<bool> PutAsync(Guid account, byte[] secret, string code, CancellationToken cancellationToken)
    {
        if (OneTimeCode.Match(secret, code, time.GetUtcNow()) is not { } step)
            return false;
        store.SecondFactors.Add(new() { AccountId = account, Secret = Convert.ToBase64String(_protector.Protect(secret)), LastStep = step, CreatedAt = time.GetUtcNow() });
        await store.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>New recovery codes in the place of all others. They are shown once, and kept as hashes.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryAsync(Guid account, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => Base32.Of(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToList();
        await store.RecoveryCodes.Where(code => code.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        store.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { Hash = CodeHash.Of(code), AccountId = account }));
        await store.SaveChangesAsync(cancellationToken);
        return [.. codes.Select(code => string.Join('-', code.Chunk(Group).Select(part => new string(part))))];
    }

    /// <summary>Takes the app away. Whether there was one.</summary>
    public async Task<bool> RemoveAppAsync(Guid account, CancellationToken cancellationToken) =>
        await store.SecondFactors.Where(factor => factor.AccountId == account).ExecuteDeleteAsync(cancellationToken) == 1;

    /// <summary>Takes away all there is: app, passkeys and recovery codes. Whether there was an app or a passkey.</summary>
    public async Task<bool> RemoveAsync(Guid account, CancellationToken cancellationToken)
    {
        var passkeys = await store.UserPasskeys.Where(passkey => passkey.UserId == account).ExecuteDeleteAsync(cancellationToken);
        var had = await RemoveAppAsync(account, cancellationToken) || passkeys > 0;
        await RemoveRecoveryAsync(account, cancellationToken);
        return had;
    }

    /// <summary>Recovery codes stand in for something; without it they are taken away.</summary>
    public Task RemoveRecoveryAsync(Guid account, CancellationToken cancellationToken) =>
        store.RecoveryCodes.Where(code => code.AccountId == account).ExecuteDeleteAsync(cancellationToken);

    // Without the keys of then no code of the app can be right; the recovery codes still are.
    private byte[]? Open(string secret)
    {
        try
        {
            // Keys that were revoked sign nobody in by themselves, and still open what they have locked away.
            var kept = Convert.FromBase64String(secret);
            return _protector is IPersistedDataProtector persisted ? persisted.DangerousUnprotect(kept, ignoreRevocationErrors: true, out _, out _) : _protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
