using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Dashboard.Identity.Migrations
{
    /// <inheritdoc />
    public partial class BreakGlass : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "break_glass_codes",
                schema: "identity",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_break_glass_codes", x => x.hash);
                });

            migrationBuilder.Sql(BreakGlassSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(BreakGlassSql.Drop);

            migrationBuilder.DropTable(
                name: "break_glass_codes",
                schema: "identity");
        }
    }
}
