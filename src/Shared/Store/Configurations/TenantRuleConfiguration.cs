using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>tenant_rules</c>.</summary>
internal sealed class TenantRuleConfiguration : IEntityTypeConfiguration<TenantRuleEntity>
{
    public void Configure(EntityTypeBuilder<TenantRuleEntity> builder)
    {
        builder.ToTable("tenant_rules");
        builder.HasKey(row => new { row.TenantId, row.Cluster, row.Namespace });
        builder.HasOne<TenantEntity>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
