using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>findings</c>.</summary>
internal sealed class FindingConfiguration : IEntityTypeConfiguration<FindingEntity>
{
    public void Configure(EntityTypeBuilder<FindingEntity> builder)
    {
        builder.ToTable("findings");
        builder.HasKey(row => new { row.Fingerprint, row.ValidFrom });
        builder.Property(row => row.Evidence).HasColumnType("jsonb");
        builder.HasIndex(row => new { row.ClusterId, row.Namespace }).HasFilter("valid_to is null");
        builder.HasIndex(row => new { row.Verdict, row.Severity, row.Fingerprint }).IsDescending(false, true, false).HasFilter("valid_to is null");
        builder.HasIndex(row => new { row.ClusterId, row.ValidTo }).HasFilter("valid_to is not null");
        builder.HasIndex(row => row.ValidFrom).HasMethod("brin");
    }
}
