using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class ImageStacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "anonymous_pull",
                table: "image_uses",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "stack",
                table: "image_uses",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "transport",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "stack",
                table: "image_facts",
                type: "uuid",
                nullable: true);

            // Equal where the ancestors are, which is all that it has to be.
            migrationBuilder.Sql("""
                update image_facts set stack = md5((doc -> 'spec' -> 'ancestors')::text)::uuid where jsonb_typeof(doc -> 'spec' -> 'ancestors') = 'array';
                update image_uses u set stack = f.stack, transport = case when f.repository = u.repository then f.transport end,
                    anonymous_pull = case when f.repository = u.repository then f.anonymous_pull end
                from image_facts f where f.cluster_id = u.cluster_id and f.image = u.image;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "anonymous_pull",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "stack",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "transport",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "stack",
                table: "image_facts");
        }
    }
}
