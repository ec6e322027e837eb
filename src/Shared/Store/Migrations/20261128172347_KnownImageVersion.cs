using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class KnownImageVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is kept already was read as this version reads it.
            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "known_images",
                type: "integer",
                nullable: false,
                defaultValue: 1);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "version",
                table: "known_images");
        }
    }
}
