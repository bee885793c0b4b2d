using System.CommandLine;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Persistence;

namespace NasStudio.Cli;

/// <summary>serve: the studio in the browser, REST, and the jobs.</summary>
public static class ServeCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var data = CommandLine.DataOption();
        var urls = new Option<string?>("--urls")
        {
            Description = $"Addresses to listen on, separated by ';' (default {ListenAddresses.Default})",
        };
        var port = new Option<int?>("--port") { Description = "Port on this machine, in place of --urls" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 65535)
            {
                result.AddError("--port takes a number from 0 (any free one) to 65535.");
            }
        });
        var command = new Command("serve", "Serve the studio in the browser and run its experiments")
        { data, urls, port };
        command.Validators.Add(result =>
        {
            if (result.GetResult(urls) is not null && result.GetResult(port) is not null)
            {
                result.AddError("--port and --urls exclude each other.");
            }
        });
        command.SetAction((parsed, cancellation) => ServeAsync(
            DataFolder.Resolve(parsed.GetValue(data)),
            parsed.GetValue(port) is { } number ? [$"http://127.0.0.1:{number}"]
                : parsed.GetValue(urls)?.Split(
                    ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(string dataFolder, string[]? urls, CancellationToken cancellation)
    {
        DataFolder.RequireWritable(dataFolder);
        TensorLibrary.Require();
        await using var app = StudioHost.Build(dataFolder, urls);
        await app.Services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
        app.Services.GetRequiredService<ShippedBenchmarks>().Import(ShippedBenchmarks.Folder, cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException problem)   // the port was taken after it was looked at
        {
            throw ListenAddresses.Unusable(string.Join(", ", app.Urls), problem);
        }

        Console.WriteLine(
            $"NasStudio is at {string.Join(" and ", app.Urls)} (data in {dataFolder}). Stop it with Ctrl-C.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
