using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MonthlyTables.Create);

            migrationBuilder.CreateTable(
                name: "clusters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    environment = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    server_version = table.Column<string>(type: "text", nullable: true),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    last_snapshot = table.Column<Guid>(type: "uuid", nullable: true),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    collected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    object_count = table.Column<int>(type: "integer", nullable: false),
                    state_hash = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clusters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverage",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    api_group = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    count = table.Column<int>(type: "integer", nullable: false),
                    valid_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage", x => new { x.cluster_id, x.api_group, x.kind, x.valid_from });
                    table.ForeignKey(
                        name: "fk_coverage_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "finding_counts",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    control = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    layer = table.Column<short>(type: "smallint", nullable: false),
                    severity = table.Column<short>(type: "smallint", nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    system = table.Column<bool>(type: "boolean", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_counts", x => new { x.cluster_id, x.@namespace, x.control, x.kind, x.layer, x.severity, x.verdict, x.system });
                    table.ForeignKey(
                        name: "fk_finding_counts_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "snapshots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    catalogue_version = table.Column<string>(type: "text", nullable: false),
                    is_full = table.Column<bool>(type: "boolean", nullable: false),
                    objects_opened = table.Column<int>(type: "integer", nullable: false),
                    objects_closed = table.Column<int>(type: "integer", nullable: false),
                    findings_opened = table.Column<int>(type: "integer", nullable: false),
                    findings_closed = table.Column<int>(type: "integer", nullable: false),
                    object_count = table.Column<int>(type: "integer", nullable: false),
                    state_hash = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_snapshots", x => x.id);
                    table.ForeignKey(
                        name: "fk_snapshots_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_clusters_name",
                table: "clusters",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_finding_counts_cluster_id",
                table: "finding_counts",
                column: "cluster_id",
                filter: "count = 0");

            migrationBuilder.CreateIndex(
                name: "ix_findings_cluster_id_namespace",
                table: "findings",
                columns: new[] { "cluster_id", "namespace" },
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_findings_cluster_id_valid_to",
                table: "findings",
                columns: new[] { "cluster_id", "valid_to" },
                filter: "valid_to is not null");

            migrationBuilder.CreateIndex(
                name: "ix_findings_valid_from",
                table: "findings",
                column: "valid_from")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_findings_verdict_severity_fingerprint",
                table: "findings",
                columns: new[] { "verdict", "severity", "fingerprint" },
                descending: new[] { false, true, false },
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_objects_cluster_id_namespace",
                table: "objects",
                columns: new[] { "cluster_id", "namespace" },
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_objects_cluster_id_valid_to",
                table: "objects",
                columns: new[] { "cluster_id", "valid_to" },
                filter: "valid_to is not null");

            migrationBuilder.CreateIndex(
                name: "ix_objects_valid_from",
                table: "objects",
                column: "valid_from")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_scores_cluster_id",
                table: "scores",
                column: "cluster_id",
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_snapshots_cluster_id_at",
                table: "snapshots",
                columns: new[] { "cluster_id", "at" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MonthlyTables.Drop);

            migrationBuilder.DropTable(
                name: "coverage");

            migrationBuilder.DropTable(
                name: "finding_counts");

            migrationBuilder.DropTable(
                name: "snapshots");

            migrationBuilder.DropTable(
                name: "clusters");
        }
    }
}
