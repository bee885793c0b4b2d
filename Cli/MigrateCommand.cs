using System.CommandLine;
using NasStudio.Hosting;
using NasStudio.Runs.Persistence;

namespace NasStudio.Cli;

/// <summary>migrate: brings the data base up to date without serving.</summary>
public static class MigrateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var data = CommandLine.DataOption();
        var command = new Command("migrate", "Make the data base, or bring it up to date") { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = DataFolder.Resolve(parsed.GetValue(data));
            DataFolder.RequireWritable(folder);
            await using var services = StudioServices.Build(folder);
            await services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
            Console.WriteLine($"The data base in {folder} is up to date.");
            return 0;
        });
        return command;
    }
}
