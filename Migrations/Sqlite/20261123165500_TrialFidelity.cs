using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NasStudio.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TrialFidelity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "Fidelity",
                table: "Trials",
                type: "REAL",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Fidelity",
                table: "Trials");
        }
    }
}
