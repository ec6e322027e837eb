using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>objects</c>.</summary>
internal sealed class ObjectConfiguration : IEntityTypeConfiguration<ObjectEntity>
{
    public void Configure(EntityTypeBuilder<ObjectEntity> builder)
    {
        builder.ToTable("objects");
        builder.HasKey(row => new { row.ClusterId, row.Key, row.ValidFrom });
        builder.Property(row => row.Doc).HasColumnType("jsonb");
        builder.HasIndex(row => new { row.ClusterId, row.Namespace }).HasFilter("valid_to is null");
        builder.HasIndex(row => new { row.ClusterId, row.ValidTo }).HasFilter("valid_to is not null");
        builder.HasIndex(row => row.ValidFrom).HasMethod("brin");
    }
}
