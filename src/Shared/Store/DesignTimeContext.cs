using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Posture.Store;

/// <summary>Gives <c>dotnet ef</c> a context without a database behind it.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<PostureDbContext>
{
    public PostureDbContext CreateDbContext(string[] args) => new(PostureDbContext.Options(NpgsqlDataSource.Create("Host=localhost;Database=posture")));
}
