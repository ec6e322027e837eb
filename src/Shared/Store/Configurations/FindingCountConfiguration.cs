using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>finding_counts</c>.</summary>
internal sealed class FindingCountConfiguration : IEntityTypeConfiguration<FindingCountEntity>
{
    public void Configure(EntityTypeBuilder<FindingCountEntity> builder)
    {
        builder.ToTable("finding_counts");
        builder.HasKey(row => new { row.ClusterId, row.Namespace, row.Control, row.Kind, row.Layer, row.Severity, row.Verdict, row.System });
        builder.HasIndex(row => row.ClusterId).HasFilter("count = 0");
        builder.HasOne<ClusterEntity>().WithMany().HasForeignKey(row => row.ClusterId).OnDelete(DeleteBehavior.Cascade);
    }
}
