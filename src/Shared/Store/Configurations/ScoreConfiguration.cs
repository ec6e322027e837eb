using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>scores</c>.</summary>
internal sealed class ScoreConfiguration : IEntityTypeConfiguration<ScoreEntity>
{
    public void Configure(EntityTypeBuilder<ScoreEntity> builder)
    {
        builder.ToTable("scores");
        builder.HasKey(row => new { row.ClusterId, row.Whole, row.Namespace, row.Layer, row.ValidFrom });
        builder.HasIndex(row => row.ClusterId).HasFilter("valid_to is null");
    }
}
