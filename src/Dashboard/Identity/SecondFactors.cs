using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>Codes of authenticator apps and recovery codes: each is taken once, by one statement of the database, however many try it at once.</summary>
internal sealed class SecondFactors(IdentityStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private const int RecoveryCodes = 10;
    private const int RecoveryBytes = 15;
    private const int Group = 6;
    private readonly IDataProtector _protector = protection.CreateProtector("Posture.SecondFactor.v1");

    public Task<bool> IsOnAsync(Guid account, CancellationToken cancellationToken) => store.SecondFactors.AnyAsync(factor => factor.AccountId == account, cancellationToken);

    /// <summary>Unused recovery codes.</summary>
    public Task<int> RecoveryLeftAsync(Guid account, CancellationToken cancellationToken) =>
        store.RecoveryCodes.CountAsync(code => code.AccountId == account && code.UsedAt == null, cancellationToken);

    /// <summary>Uses up a code of the app, or a recovery code.</summary>
    /// <returns>Which one it was; null when it is wrong, or was used before.</returns>
    public async Task<string?> SpendAsync(Guid account, string typed, CancellationToken cancellationToken)
    {
        var code = new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        if (await store.SecondFactors.AsNoTracking().SingleOrDefaultAsync(item => item.AccountId == account, cancellationToken) is not { } factor)
            return null;
        if (Open(factor.Secret) is { } secret && OneTimeCode.Match(secret, code, time.GetUtcNow()) is { } step)
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

    /// <summary>Turns the second factor on with a secret of which this code is one; the code is used up by it.</summary>
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

    /// <summary>Whether there was one.</summary>
    public async Task<bool> RemoveAsync(Guid account, CancellationToken cancellationToken)
    {
        await store.RecoveryCodes.Where(code => code.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        return await store.SecondFactors.Where(factor => factor.AccountId == account).ExecuteDeleteAsync(cancellationToken) == 1;
    }

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
