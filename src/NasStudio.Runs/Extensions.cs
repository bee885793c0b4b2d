using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NasStudio.Neural.Latency;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Benchmarks.Building;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Jobs;
using NasStudio.Runs.Live;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Results;
using NasStudio.Runs.Supernets;
using Quartz;

namespace NasStudio.Runs;

/// <summary>Registers everything of this project.</summary>
public static class Extensions
{
    /// <summary>Experiments, runs, queries, results, and (unless it takes no queued runs) the scheduler.</summary>
    public static IServiceCollection AddNasStudioRuns(this IServiceCollection services, StudioOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(p => new BenchmarkShelf(
            options, SpaceCatalogue.Default, p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => StudioCatalogues.Of(p.GetRequiredService<BenchmarkShelf>()));
        services.AddSingleton<BenchmarkQueries>();
        services.AddSingleton<ShippedBenchmarks>();
        services.AddDbContextFactory<StudioContext>(builder => StudioDatabase.Configure(builder, options));
        services.AddSingleton(
            p => new StudioDatabase(p.GetRequiredService<IDbContextFactory<StudioContext>>(), options));
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<DataSetShelf>();
        services.AddSingleton<RunProgress>();
        services.AddSingleton<Presence>();
        services.AddSingleton<RunLeases>();
        services.AddSingleton<EvaluationSlots>();
        services.AddSingleton(_ => new MeasurementLock(Path.Combine(options.DataFolder, "locks")));
        services.AddSingleton<RunServices>();
        services.AddSingleton(p => new RunExecutor(
            p.GetRequiredService<RunServices>(), p.GetRequiredService<ILogger<RunExecutor>>()));
        services.AddSingleton(p => new LatentProbe(p.GetRequiredService<RunServices>()));
        services.AddSingleton(p => new MotifQueries(p.GetRequiredService<RunServices>()));
        services.AddSingleton<ExperimentReader>();
        services.AddSingleton<DataSetQueries>();
        services.AddSingleton(p => new BenchmarkBuilder(
            p.GetRequiredService<StudioCatalogues>(), options, p.GetRequiredService<EvaluationSlots>(),
            p.GetRequiredService<MeasurementLock>()));
        services.AddSingleton(p => new BenchmarkBuilds(
            p.GetRequiredService<BenchmarkBuilder>(), p.GetRequiredService<BenchmarkShelf>(),
            p.GetRequiredService<StudioCatalogues>(), options, p.GetRequiredService<ILogger<BenchmarkBuilds>>()));
        services.AddSingleton(p => new ExperimentService(
            p.GetRequiredService<StudioDatabase>(), p.GetRequiredService<StudioCatalogues>(),
            p.GetRequiredService<RunLeases>(),
            p.GetRequiredService<IRunQueue>(), p.GetRequiredService<LiveFeed>(), p.GetRequiredService<RunProgress>(),
            p.GetRequiredService<TimeProvider>(), options));
        services.AddSingleton(p => new ExperimentQueries(
            p.GetRequiredService<StudioDatabase>(), p.GetRequiredService<StudioCatalogues>(),
            p.GetRequiredService<RunProgress>(), options));
        services.AddSingleton(p => new ComparisonService(
            p.GetRequiredService<StudioDatabase>(), p.GetRequiredService<StudioCatalogues>(),
            p.GetRequiredService<ExperimentService>(), p.GetRequiredService<BenchmarkQueries>()));
        services.AddSingleton(p => new SupernetRanking(
            p.GetRequiredService<RunServices>(), p.GetRequiredService<BenchmarkShelf>()));
        services.AddSingleton(p => new SupernetFiles(p.GetRequiredService<StudioDatabase>(), options));
        services.AddSingleton(p => new ResultFiles(
            p.GetRequiredService<StudioDatabase>(), p.GetRequiredService<ExperimentQueries>(),
            p.GetRequiredService<StudioCatalogues>(), options, p.GetRequiredService<MotifQueries>()));
        return options.TakesQueuedRuns ? services.AddQueue(options) : services.AddSingleton<IRunQueue, NoQueue>();
    }

    private static IServiceCollection AddQueue(this IServiceCollection services, StudioOptions options)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite($"Data Source={options.QueueFile}");
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
            });
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = options.RunSlots + options.InstantRunSlots);
            quartz.UseExecutionLimits(limits => limits.ForDefaultGroup(options.RunSlots)
                .ForGroup(QuartzRunQueue.Instant, options.InstantRunSlots));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<IRunQueue, QuartzRunQueue>();
        services.AddHostedService(p => p.GetRequiredService<BenchmarkBuilds>());
        return services.AddHostedService<RunRecovery>();
    }
}
