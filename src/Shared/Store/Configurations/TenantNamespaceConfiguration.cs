using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>tenant_namespaces</c>.</summary>
internal sealed class TenantNamespaceConfiguration : IEntityTypeConfiguration<TenantNamespaceEntity>
{
    public void Configure(EntityTypeBuilder<TenantNamespaceEntity> builder)
    {
        builder.ToTable("tenant_namespaces");
        builder.HasKey(row => new { row.TenantId, row.ClusterId, row.Namespace });
        builder.HasIndex(row => new { row.ClusterId, row.Namespace });
        builder.HasOne<TenantEntity>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
