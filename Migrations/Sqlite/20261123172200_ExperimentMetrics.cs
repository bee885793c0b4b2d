using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NasStudio.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ExperimentMetrics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Metrics",
                table: "Experiments",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Metrics",
                table: "Experiments");
        }
    }
}
