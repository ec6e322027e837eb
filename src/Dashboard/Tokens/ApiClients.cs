using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using Posture.Dashboard.Identity;
using Posture.Store.Commands;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Posture.Dashboard.Tokens;

/// <summary>Applications of the embedded provider that ask for access tokens with their own credentials. Administrators register and remove them, in a fresh session.</summary>
internal sealed class ApiClients(Administration administration, IdentityStore store, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens, TimeProvider time)
{
    /// <summary>Most applications.</summary>
    public const int Most = 500;

    /// <summary>Life of an access token: a removed application's is refused at once all the same.</summary>
    public static readonly TimeSpan AccessLifetime = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<ApiClient>> ListAsync(CancellationToken cancellationToken) =>
        await store.ApiClients.AsNoTracking().OrderBy(client => client.Name).ThenBy(client => client.Id).Take(Most).ToListAsync(cancellationToken);

    /// <summary>Registers an application.</summary>
    /// <param name="user">The administrator.</param>
    /// <param name="request">What it may.</param>
    /// <param name="key">Its public key as a JSON Web Key, of a key pair that it keeps (RFC 7523); empty for a secret, which is made here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ApiAnswer> CreateAsync(ClaimsPrincipal user, ApiRequest request, string key, CancellationToken cancellationToken) => AdministerAsync(user, async () =>
    {
        if (!request.IsComplete)
            return new(ApiOutcome.NotComplete);
        JsonWebKey? publicKey = null;
        if (key.Length > 0 && (publicKey = PublicKey(key)) is null)
            return new(ApiOutcome.NotAKey);
        if (await store.ApiClients.CountAsync(cancellationToken) >= Most)
            return new(ApiOutcome.TooMany);
        var client = new ApiClient
        {
            Name = request.Name.Trim(),
            Role = request.Role,
            Tenants = [.. request.Tenants],
            Scopes = [.. request.Scopes],
            Clusters = request.Clusters is { } clusters ? [.. clusters] : null,
            CreatedAt = time.GetUtcNow(),
            HasKey = publicKey is not null,
            CreatedBy = Viewer.From(user).Subject,
        };
        var secret = publicKey is null ? WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)) : null;
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            DisplayName = client.Name,
            JsonWebKeySet = publicKey is null ? null : new() { Keys = { publicKey } },
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        descriptor.Permissions.UnionWith(request.Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        await applications.CreateAsync(descriptor, cancellationToken);
        store.ApiClients.Add(client);
        await store.SaveChangesAsync(cancellationToken);
        var details = new Dictionary<string, string>(request.Details()) { ["proof"] = client.HasKey ? "key" : "secret" };
        await new AuditEntry(Viewer.From(user).Actor, "client.create", "client/" + client.Id, details).AppendAsync(store.Connection, cancellationToken);
        return new(ApiOutcome.Done, secret, client.ClientId);
    }, cancellationToken);

    /// <summary>Removes an application; its access tokens open nothing any more.</summary>
    public Task<ApiAnswer> RemoveAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => AdministerAsync(user, async () =>
    {
        if (await store.ApiClients.AsNoTracking().SingleOrDefaultAsync(item => item.Id == id, cancellationToken) is not { } client)
            return new(ApiOutcome.Gone);
        await store.ApiClients.Where(item => item.Id == id).ExecuteDeleteAsync(cancellationToken);
        if (await applications.FindByClientIdAsync(client.ClientId, cancellationToken) is { } registered)
            await applications.DeleteAsync(registered, cancellationToken);
        await new AuditEntry(Viewer.From(user).Actor, "client.remove", "client/" + id, new Dictionary<string, string> { ["name"] = client.Name })
            .AppendAsync(store.Connection, cancellationToken);
        return new(ApiOutcome.Done);
    }, cancellationToken);

    /// <summary>The application whose access token a request shows, with its rights of this moment; null when the token is none of ours, or it is there no more.</summary>
    public async Task<ApiCaller?> FindAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        // Issued here, and not revoked since: that a key of ours signed it is not enough.
        if (!result.Succeeded || result.Principal.GetTokenId() is not { } issued || await tokens.FindByIdAsync(issued, context.RequestAborted) is not { } entry
            || !await tokens.HasStatusAsync(entry, Statuses.Valid, context.RequestAborted))
            return null;
        if (!Guid.TryParseExact(result.Principal.FindFirst(Claims.Subject)?.Value, "n", out var id))
            return null;
        if (await store.ApiClients.AsNoTracking().SingleOrDefaultAsync(item => item.Id == id, context.RequestAborted) is not { } client)
            return null;
        var now = time.GetUtcNow();
        if (client.UsedAt is null || client.UsedAt <= now - ApiCaller.UsedStep)
            await store.ApiClients.Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), context.RequestAborted);
        return new("client", id, client.Name, client, client.Tenants, [.. client.Scopes.Intersect(result.Principal.GetScopes(), StringComparer.Ordinal)]);
    }

    /// <summary>The public half of a key that signs: an RSA key of 2048 bits or more, or an elliptic curve's; null for anything else.</summary>
    private static JsonWebKey? PublicKey(string text)
    {
        try
        {
            var key = new JsonWebKey(text);
            var signs = key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize >= 2048 || key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.KeySize >= 256;
            return !signs || key.HasPrivateKey || text.Length > 8192 ? null : new JsonWebKey { Kty = key.Kty, Kid = key.Kid, N = key.N, E = key.E, Crv = key.Crv, X = key.X, Y = key.Y };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private async Task<ApiAnswer> AdministerAsync(ClaimsPrincipal user, Func<Task<ApiAnswer>> change, CancellationToken cancellationToken)
    {
        var answer = new ApiAnswer(ApiOutcome.NotAllowed);
        var refused = await administration.RunAsync(user, async _ => (answer = await change()).Outcome == ApiOutcome.Done, cancellationToken);
        return refused switch
        {
            Refusal.NotFresh => new(ApiOutcome.NotFresh),
            Refusal.NotAllowed => new(ApiOutcome.NotAllowed),
            _ => answer,
        };
    }
}
