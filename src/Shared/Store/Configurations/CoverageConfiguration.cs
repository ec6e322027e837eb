using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>coverage</c>.</summary>
internal sealed class CoverageConfiguration : IEntityTypeConfiguration<CoverageEntity>
{
    public void Configure(EntityTypeBuilder<CoverageEntity> builder)
    {
        builder.ToTable("coverage");
        builder.HasKey(row => new { row.ClusterId, row.ApiGroup, row.Kind, row.ValidFrom });
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
