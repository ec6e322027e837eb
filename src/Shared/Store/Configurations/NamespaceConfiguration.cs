using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>namespaces</c>.</summary>
internal sealed class NamespaceConfiguration : IEntityTypeConfiguration<NamespaceEntity>
{
    public void Configure(EntityTypeBuilder<NamespaceEntity> builder)
    {
        builder.ToTable("namespaces");
        builder.HasKey(row => new { row.ClusterId, row.Name });
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
