using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using NasStudio.Runs.Persistence;

namespace NasStudio.Migrations;

/// <summary>What dotnet-ef builds the context with; it never opens the data base.</summary>
internal sealed class DesignTimeStudioContext : IDesignTimeDbContextFactory<StudioContext>
{
    public StudioContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<StudioContext>()
            .UseSqlite("Data Source=design-time.db", sqlite => sqlite.MigrationsAssembly("NasStudio")).Options);
}
