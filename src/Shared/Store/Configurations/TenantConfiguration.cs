using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>tenants</c>.</summary>
internal sealed class TenantConfiguration : IEntityTypeConfiguration<TenantEntity>
{
    public void Configure(EntityTypeBuilder<TenantEntity> builder)
    {
        builder.ToTable("tenants");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.Name).IsUnique();
    }
}
