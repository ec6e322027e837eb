using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>image_scans</c>.</summary>
internal sealed class ImageScanConfiguration : IEntityTypeConfiguration<ImageScanEntity>
{
    public void Configure(EntityTypeBuilder<ImageScanEntity> builder)
    {
        builder.ToTable("image_scans");
        builder.HasKey(row => new { row.ClusterId, row.Image });
        builder.Property(row => row.Doc).HasColumnType("jsonb");
        // In the order in which clusters are believed.
        builder.HasIndex(row => new { row.Image, row.Rank, row.ClusterId }).IsDescending(false, true, false);
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
