using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Dashboard.Identity.Migrations
{
    /// <inheritdoc />
    public partial class ProviderGrants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "provider_token",
                schema: "identity",
                table: "sessions",
                newName: "provider_grant");
            // It forgets what providers gave, under the new name.
            migrationBuilder.Sql(KeyRotationSql.Function);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_at",
                schema: "identity",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "told_at",
                schema: "identity",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "asked_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "told_at",
                schema: "identity",
                table: "sessions");

            migrationBuilder.RenameColumn(
                name: "provider_grant",
                schema: "identity",
                table: "sessions",
                newName: "provider_token");
        }
    }
}
