using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>image_facts</c>.</summary>
internal sealed class ImageFactsConfiguration : IEntityTypeConfiguration<ImageFactsEntity>
{
    public void Configure(EntityTypeBuilder<ImageFactsEntity> builder)
    {
        builder.ToTable("image_facts");
        builder.HasKey(row => new { row.ClusterId, row.Image });
        builder.Property(row => row.Doc).HasColumnType("jsonb");
        builder.HasIndex(row => row.Image);
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
