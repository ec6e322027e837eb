using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>Keys that are made once and kept in the database, encrypted by the key ring, the same for all replicas.</summary>
internal sealed class KeptKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Posture.SigningKeys.v1");

    /// <summary>The key of this kind; of processes that ask together on an empty table the first insert wins, and all read what is stored.</summary>
    public async Task<byte[]> GetAsync(string kind, Func<byte[]> create, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        if (!await store.SigningKeys.AnyAsync(key => key.Kind == kind, cancellationToken))
        {
            var payload = Convert.ToBase64String(_protector.Protect(create()));
            var now = time.GetUtcNow();
            await store.Database.ExecuteSqlAsync(
                $"insert into identity.signing_keys (kind, payload, created_at) values ({kind}, {payload}, {now}) on conflict do nothing", cancellationToken);
        }
        var stored = Convert.FromBase64String((await store.SigningKeys.AsNoTracking().SingleAsync(key => key.Kind == kind, cancellationToken)).Payload);
        // What a rotation keeps was locked away by a key that is revoked since.
        return _protector is IPersistedDataProtector persisted ? persisted.DangerousUnprotect(stored, ignoreRevocationErrors: true, out _, out _) : _protector.Unprotect(stored);
    }
}
