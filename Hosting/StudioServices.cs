using NasStudio.Runs;

namespace NasStudio.Hosting;

/// <summary>The services of Runs, with what the configuration says about them; every verb sets them up alike.</summary>
public static class StudioServices
{
    /// <summary>Reads section "Studio" and adds the services.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The program's configuration.</param>
    /// <param name="dataFolder">Absolute path of the data folder.</param>
    /// <param name="takesQueuedRuns">Whether this process executes what is queued.</param>
    /// <exception cref="StartException">A setting is out of range.</exception>
    public static IServiceCollection AddStudio(
        this IServiceCollection services, IConfiguration configuration, string dataFolder, bool takesQueuedRuns)
    {
        var studio = configuration.GetSection("Studio");
        var slots = studio.GetValue("EvaluationSlots", 0);
        if (slots is < 0 or > 256)
        {
            throw new StartException(
                $"Studio:EvaluationSlots is {slots}; allowed is 1 to 256, or 0 for one a core.",
                StartException.BadInput);
        }

        return services.AddNasStudioRuns(new StudioOptions
        {
            DataFolder = dataFolder,
            EvaluationSlots = slots > 0 ? slots : Environment.ProcessorCount,
            Device = studio["Device"] is { Length: > 0 } device ? device : "auto",
            TakesQueuedRuns = takesQueuedRuns,
        });
    }

    /// <summary>The services alone, for verbs that do not serve.</summary>
    public static ServiceProvider Build(string dataFolder)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging"))
                .AddFilter("NasStudio", LogLevel.Critical)   // the verbs say it themselves
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddStudio(configuration, dataFolder, takesQueuedRuns: false)
            .BuildServiceProvider();
    }
}
