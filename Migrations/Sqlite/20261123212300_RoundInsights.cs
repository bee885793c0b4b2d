using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NasStudio.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RoundInsights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Insight",
                table: "Batches",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Insight",
                table: "Batches");
        }
    }
}
