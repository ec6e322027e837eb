using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Posture.Store.Entities;

namespace Posture.Store.Configurations;

/// <summary>Mapping of <c>audit_sinks</c>.</summary>
internal sealed class AuditSinkConfiguration : IEntityTypeConfiguration<AuditSinkEntity>
{
    public void Configure(EntityTypeBuilder<AuditSinkEntity> builder)
    {
        builder.ToTable("audit_sinks");
        builder.HasKey(row => row.Name);
    }
}
