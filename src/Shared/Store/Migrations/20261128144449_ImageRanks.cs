using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Posture.Store.RowSecurity;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class ImageRanks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                table: "image_uses",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rank",
                table: "image_uses",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search",
                table: "image_uses",
                type: "text",
                nullable: false,
                computedColumnSql: "public.skeleton(repository || ':' || coalesce(tag, '') || ' ' || coalesce(digest, ''))",
                stored: true);

            migrationBuilder.Sql($"""
                update image_uses u set rank = f.rank, created_at = f.created_at from image_facts f where f.cluster_id = u.cluster_id and f.image = u.image;
                grant select (rank) on image_uses to {StoreRole.Totals};
                revoke select (cluster_id, image, state) on image_facts from {StoreRole.Totals};
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql($"grant select (cluster_id, image, state) on image_facts to {StoreRole.Totals};");
            migrationBuilder.DropColumn(
                name: "search",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "image_uses");

            migrationBuilder.DropColumn(
                name: "rank",
                table: "image_uses");
        }
    }
}
