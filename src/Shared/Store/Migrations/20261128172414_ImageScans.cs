using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Posture.Store.RowSecurity;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class ImageScans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "image_scans",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<Guid>(type: "uuid", nullable: false),
                    rank = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    is_whole = table.Column<bool>(type: "boolean", nullable: false),
                    newest = table.Column<Guid>(type: "uuid", nullable: true),
                    libraries = table.Column<long[]>(type: "bigint[]", nullable: false),
                    names = table.Column<string[]>(type: "text[]", nullable: false),
                    marks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    doc = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_image_scans", x => new { x.cluster_id, x.image });
                    table.ForeignKey(
                        name: "fk_image_scans_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_image_scans_image_rank_cluster_id",
                table: "image_scans",
                columns: new[] { "image", "rank", "cluster_id" },
                descending: new[] { false, true, false });

            migrationBuilder.Sql(ScanPolicies.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "image_scans");
        }
    }
}
