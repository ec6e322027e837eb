using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>image_ancestors</c>.</summary>
internal sealed class ImageAncestorConfiguration : IEntityTypeConfiguration<ImageAncestorEntity>
{
    public void Configure(EntityTypeBuilder<ImageAncestorEntity> builder)
    {
        builder.ToTable("image_ancestors");
        builder.HasKey(row => new { row.ClusterId, row.Image, row.Position });
        builder.HasIndex(row => row.Ancestor);
        builder.HasOne<ImageFactsEntity>().WithMany().HasForeignKey(row => new { row.ClusterId, row.Image }).OnDelete(DeleteBehavior.Cascade);
    }
}
