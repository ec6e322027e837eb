using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Posture.Store.RowSecurity;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class ImageLayers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "image_ancestors",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    ancestor = table.Column<Guid>(type: "uuid", nullable: false),
                    repository = table.Column<string>(type: "text", nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    tag = table.Column<string>(type: "text", nullable: true),
                    digest = table.Column<string>(type: "text", nullable: false),
                    layers = table.Column<int>(type: "integer", nullable: true),
                    is_declared = table.Column<bool>(type: "boolean", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    current = table.Column<string>(type: "text", nullable: true),
                    current_tag = table.Column<string>(type: "text", nullable: true),
                    current_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_rebuilt = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_image_ancestors", x => new { x.cluster_id, x.image, x.position });
                    table.ForeignKey(
                        name: "fk_image_ancestors_image_facts_cluster_id_image",
                        columns: x => new { x.cluster_id, x.image },
                        principalTable: "image_facts",
                        principalColumns: new[] { "cluster_id", "image" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "known_images",
                columns: table => new
                {
                    repository = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    tag = table.Column<string>(type: "text", nullable: true),
                    platform = table.Column<string>(type: "text", nullable: true),
                    chain = table.Column<string>(type: "text", nullable: true),
                    layers = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    doc = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_images", x => new { x.repository, x.digest });
                });

            migrationBuilder.CreateIndex(
                name: "ix_image_ancestors_ancestor",
                table: "image_ancestors",
                column: "ancestor");

            migrationBuilder.CreateIndex(
                name: "ix_known_images_used_at",
                table: "known_images",
                column: "used_at");

            migrationBuilder.Sql(AncestorPolicies.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "image_ancestors");

            migrationBuilder.DropTable(
                name: "known_images");
        }
    }
}
