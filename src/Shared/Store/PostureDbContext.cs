using Microsoft.EntityFrameworkCore;

namespace Posture.Store;

/// <summary>
/// The schema as EF Core sees it: source of the migrations and of the test that none is missing. Reads and bulk writes are SQL.
/// New migration: <c>dotnet ef migrations add Name --project src/Shared/Store --output-dir Migrations</c>; tables by month are created by hand in it.
/// </summary>
internal sealed class PostureDbContext(DbContextOptions<PostureDbContext> options) : DbContext(options)
{
    public static DbContextOptions<PostureDbContext> Options(Npgsql.NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PostureDbContext>().UseNpgsql(source).UseSnakeCaseNamingConvention().Options;

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(PostureDbContext).Assembly);
}
