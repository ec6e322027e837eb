using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>image_uses</c>.</summary>
internal sealed class ImageUseConfiguration : IEntityTypeConfiguration<ImageUseEntity>
{
    public void Configure(EntityTypeBuilder<ImageUseEntity> builder)
    {
        builder.ToTable("image_uses");
        builder.HasKey(row => new { row.ClusterId, row.Key });
        builder.Property(row => row.Search).HasComputedColumnSql("public.skeleton(repository || ':' || coalesce(tag, '') || ' ' || coalesce(digest, ''))", stored: true);
        builder.HasIndex(row => new { row.ClusterId, row.Workload });
        builder.HasIndex(row => new { row.ClusterId, row.Namespace });
        builder.HasIndex(row => row.Image);
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
