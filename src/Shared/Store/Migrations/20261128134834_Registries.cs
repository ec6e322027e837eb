using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class Registries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "class",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "floating",
                table: "image_uses",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "mirror",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "retired",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shape",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "successor",
                table: "image_uses",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "anonymous_pull",
                table: "image_facts",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "repository",
                table: "image_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "transport",
                table: "image_facts",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "class",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "floating",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "mirror",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "retired",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "shape",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "successor",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "anonymous_pull",
                table: "image_facts");

            migrationBuilder.DropColumn(
                name: "repository",
                table: "image_facts");

            migrationBuilder.DropColumn(
                name: "transport",
                table: "image_facts");
        }
    }
}
