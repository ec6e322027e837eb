using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Accounts, tokens and keys, in schema <c>identity</c> of the same database.
/// New migration: <c>dotnet ef migrations add NAME --project src/Dashboard --context IdentityStore --output-dir Identity/Migrations</c>.
/// </summary>
internal sealed class IdentityStore(DbContextOptions<IdentityStore> options)
    : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public const string SchemaName = "identity";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<SetupCode> SetupCodes => Set<SetupCode>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<OpenSession> Sessions => Set<OpenSession>();

    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<UsedPasskeyRequest> UsedPasskeyRequests => Set<UsedPasskeyRequest>();

    public DbSet<BreakGlassCode> BreakGlassCodes => Set<BreakGlassCode>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<ApiClient> ApiClients => Set<ApiClient>();

    /// <summary>The connection, for statements in the same transaction.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    /// <summary>What looks alike is alike in it (B-37); runs in the database alone.</summary>
    [DbFunction("skeleton", "public")]
    public static string Skeleton(string text) => throw new NotSupportedException(text);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(SchemaName);
        builder.UseOpenIddict();
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(item => item.DisplayName).HasMaxLength(200);
            // Written by the statements of Accounts alone, never by who saves an account read a while ago.
            account.Property(item => item.AccessFailedCount).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(item => item.LockoutEnd).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        });
        builder.Entity<IdentityRole<Guid>>().ToTable("roles");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("account_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        // As the framework's third schema has it, which would make the tables of logins and tokens anew as well; nothing is in those.
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("passkeys").HasKey(item => item.CredentialId);
            passkey.Property(item => item.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(item => item.Data).ToJson();
            passkey.HasOne<Account>().WithMany().HasForeignKey(item => item.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<UsedPasskeyRequest>(request =>
        {
            request.ToTable("used_passkey_requests").HasKey(item => item.Hash);
            request.Property(item => item.Hash).HasMaxLength(64);
        });
        builder.Entity<DataProtectionKey>().ToTable("protection_keys");
        builder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys").HasKey(item => item.Kind);
            key.Property(item => item.Kind).HasMaxLength(20);
        });
        builder.Entity<SetupCode>(code =>
        {
            code.ToTable("setup_codes").HasKey(item => item.Hash);
            code.Property(item => item.Hash).HasMaxLength(64);
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations").HasIndex(item => item.Hash).IsUnique();
            invitation.Property(item => item.Hash).HasMaxLength(64);
            invitation.Property(item => item.Email).HasMaxLength(256);
            invitation.HasOne<Account>().WithMany().HasForeignKey(item => item.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<OpenSession>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(item => item.Owner);
            session.HasIndex(item => item.ExpiresAt);
            session.Property(item => item.Method).HasMaxLength(20);
            session.Property(item => item.Name).HasMaxLength(OpenSession.MaxName);
            session.HasOne<Account>().WithMany().HasForeignKey(item => item.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<SecondFactor>(factor =>
        {
            factor.ToTable("second_factors").HasKey(item => item.AccountId);
            factor.HasOne<Account>().WithOne().HasForeignKey<SecondFactor>(item => item.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes").HasKey(item => item.Hash);
            code.Property(item => item.Hash).HasMaxLength(64);
            code.HasOne<Account>().WithMany().HasForeignKey(item => item.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<BreakGlassCode>(code =>
        {
            code.ToTable("break_glass_codes").HasKey(item => item.Hash);
            code.Property(item => item.Hash).HasMaxLength(64);
        });
        builder.Entity<ApiToken>(token =>
        {
            token.ToTable("api_tokens").HasIndex(item => item.Hash).IsUnique();
            token.HasIndex(item => item.Owner);
            token.Property(item => item.Name).HasMaxLength(ApiRequest.MaxName);
            token.Property(item => item.Hash).HasMaxLength(64);
            token.HasOne<Account>().WithMany().HasForeignKey(item => item.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<ApiClient>(client =>
        {
            client.ToTable("api_clients").Ignore(item => item.ClientId);
            client.Property(item => item.Name).HasMaxLength(ApiRequest.MaxName);
        });
    }
}
