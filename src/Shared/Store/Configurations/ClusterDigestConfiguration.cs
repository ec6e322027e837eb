using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>cluster_digests</c>.</summary>
internal sealed class ClusterDigestConfiguration : IEntityTypeConfiguration<ClusterDigestEntity>
{
    public void Configure(EntityTypeBuilder<ClusterDigestEntity> builder)
    {
        builder.ToTable("cluster_digests");
        builder.HasKey(row => row.ClusterId);
        builder.HasOne<ClusterEntity>().WithOne().HasForeignKey<ClusterDigestEntity>(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
