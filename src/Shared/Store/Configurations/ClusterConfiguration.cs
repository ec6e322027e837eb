using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>clusters</c>.</summary>
internal sealed class ClusterConfiguration : IEntityTypeConfiguration<ClusterEntity>
{
    public void Configure(EntityTypeBuilder<ClusterEntity> builder)
    {
        builder.ToTable("clusters");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.Name).IsUnique();
    }
}
