using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>known_images</c>.</summary>
internal sealed class KnownImageConfiguration : IEntityTypeConfiguration<KnownImageEntity>
{
    public void Configure(EntityTypeBuilder<KnownImageEntity> builder)
    {
        builder.ToTable("known_images");
        builder.HasKey(row => new { row.Repository, row.Digest });
        builder.HasIndex(row => row.UsedAt);
    }
}
