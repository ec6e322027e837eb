using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Posture.Store.Migrations
{
    /// <inheritdoc />
    public partial class Skeleton : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Reading.SkeletonSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Reading.SkeletonSql.Drop);
        }
    }
}
