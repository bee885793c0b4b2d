using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NasStudio.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TrialCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Trials_RunId_State_Fidelity",
                table: "Trials",
                columns: new[] { "RunId", "State", "Fidelity" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Trials_RunId_State_Fidelity",
                table: "Trials");
        }
    }
}
