using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NasStudio.Core.Objectives;
using NasStudio.Neural.Training;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Results;
using NasStudio.Testing;

namespace NasStudio.Runs.Tests.Support;

/// <summary>A studio in a folder of its own, with the toy evaluator and toy strategies beside the real ones.</summary>
public sealed class TestStudio : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _ownsFolder;

    private TestStudio(IHost host, string folder, bool ownsFolder, EvaluationWatch watch, DiskTrouble disk)
        => (_host, Folder, _ownsFolder, Watch, Disk) = (host, folder, ownsFolder, watch, disk);

    public string Folder { get; }

    public EvaluationWatch Watch { get; }

    public DiskTrouble Disk { get; }

    public ExperimentService Experiments => Get<ExperimentService>();

    public ExperimentQueries Queries => Get<ExperimentQueries>();

    public RunExecutor Executor => Get<RunExecutor>();

    public ResultFiles Results => Get<ResultFiles>();

    public LiveFeed Feed => Get<LiveFeed>();

    public StudioDatabase Database => Get<StudioDatabase>();

    public IHost Host => _host;

    /// <summary>A studio that is migrated; with the queue its host has to be started.</summary>
    public static async Task<TestStudio> CreateAsync(
        string? folder = null, bool queue = false, TimeProvider? clock = null, TimeSpan? lease = null, int slots = 2,
        StudioCatalogues? catalogues = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("nasstudio-runs-").FullName;
        var watch = new EvaluationWatch();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(catalogues ?? Catalogues(watch));
        builder.Services.AddNasStudioRuns(new StudioOptions
        {
            DataFolder = folder,
            EvaluationSlots = slots,
            TakesQueuedRuns = queue,
            LeaseDuration = lease ?? TimeSpan.FromSeconds(20),
            DatabaseTimeout = TimeSpan.FromSeconds(20),
            MigrationsAssembly = typeof(TestStudio).Assembly.GetName().Name!,
        });
        var disk = new DiskTrouble();
        builder.Services.ConfigureDbContext<StudioContext>(context => context.AddInterceptors(disk));
        var studio = new TestStudio(builder.Build(), folder, ownsFolder, watch, disk);
        await studio.Database.MigrateAsync();
        return studio;
    }

    /// <summary>The studio's own catalogues and the toys.</summary>
    public static StudioCatalogues Catalogues(EvaluationWatch watch, int strategyVersion = 1) => new(
        new SpaceCatalogue([.. SpaceCatalogue.Default.Entries, new SpaceEntry(new TinySpace(), "A toy.")]),
        new StrategyCatalogue(
        [
            .. StrategyCatalogue.Default.Entries,
            StrategyEntry.Of<MemoryOptions>("memory", "Memory", "A toy.", strategyVersion,
                (c, o) => new MemoryStrategy(c, o)),
            StrategyEntry.Sharing<ToySharingOptions>(
                "sharing", "Sharing", "A toy.", strategyVersion, ["nas-bench-201"],
                (c, o) => new ToySharing(c, o), o => o.Winners),
        ]),
        new EvaluatorCatalogue(
        [
            .. StudioCatalogues.Default.Evaluators.Entries,
            EvaluatorEntry.Of<SlowToyOptions>(
                "toy", "Toy", "A toy.", 1, SlowToyEvaluator.AllMetrics,
                    (c, o) => new SlowToyEvaluator(c.Space, o, watch), fidelity: SlowToyEvaluator.Levels)
                .AsTrainer(_ => new TrainOptions()),
            EvaluatorEntry.Of<SlowToyOptions>(
                "instant", "Instant toy", "A toy.", 1, new ToyEvaluator(new TinySpace()).Metrics,
                (c, o) => new ToyEvaluator(c.Space, o.FailingShare)).AsInstant(),
        ]));

    /// <summary>An experiment on the toys.</summary>
    public static ExperimentDocument Document(
        string strategy = "random", int evaluations = 12, int delayMs = 0, string space = "nas-bench-201",
        params long[] seeds) => new(
        "a test", new KindChoice(space), new KindChoice("toy", OptionValues.Defaults.With("delayMs", (long)delayMs)),
        new KindChoice(strategy),
        [new Objective("score", Direction.Maximize), new Objective("cost", Direction.Minimize)],
        [new Constraint("cost", Max: 3)], evaluations, seeds.Length > 0 ? [.. seeds] : [0]);

    /// <summary>An experiment of the toy that shares weights.</summary>
    public static ExperimentDocument Sharing(
        int rounds = 6, int roundMs = 0, int delayMs = 0, params (string Option, object Value)[] options)
        => Document("sharing", evaluations: 4, delayMs) with
        {
            Strategy = new KindChoice("sharing", options.Aggregate(
                OptionValues.Defaults.With("rounds", (long)rounds).With("roundMs", (long)roundMs),
                (values, option) => values.With(option.Option, option.Value))),
        };

    /// <summary>The same experiment with an evaluator that says it is instant.</summary>
    public static ExperimentDocument Instantly(ExperimentDocument document) => document with
    {
        Evaluator = document.Evaluator with { Options = document.Evaluator.Options.With("instant", true) },
    };

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Creates an experiment of one run and says which run that is.</summary>
    public async Task<(long Id, long Run)> CreateRunAsync(ExperimentDocument document)
    {
        var id = await Experiments.CreateAsync(document, start: true);
        return (id, (await Queries.GetAsync(id))!.Runs[0].Id);
    }

    /// <summary>The single run's state as queries show it.</summary>
    public async Task<RunView> RunAsync(long id) => (await Queries.GetAsync(id))!.Runs[0];

    /// <summary>What every trial came to, without its times.</summary>
    public async Task<IReadOnlyList<string>> OutcomesAsync(long id)
    {
        var trials = await Queries.TrialsAsync(id);
        return
        [
            .. trials.OrderBy(t => t.Seed).ThenBy(t => t.Number).Select(t => string.Create(
                CultureInfo.InvariantCulture,
                $"{t.Seed}/{t.Number} batch {t.Batch} {t.Native} {t.Origin} {t.EvaluationSeed} {t.State} {t.Error} "
                    + $"{t.Fidelity} {Values(t)} front {t.IsPareto} feasible {t.IsFeasible} {string.Join(' ', t.Latent ?? [])}")),
        ];
    }

    /// <summary>What every round of the first run showed.</summary>
    public async Task<IReadOnlyList<string>> RoundsAsync(long id)
        => [.. (await Queries.RoundsAsync(id, 0)).Select(round => JsonSerializer.Serialize(round))];

    private static string Values(TrialView trial) => string.Join(
        ' ', trial.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key}={m.Value:R}")));

    /// <summary>Waits until something is so; fails when it takes too long.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, int seconds = 90)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not come about within {seconds} s.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A context on the studio's data base.</summary>
    public StudioContext Context() => Get<IDbContextFactory<StudioContext>>().CreateDbContext();
}

/// <summary>The system's clock, that can be set forward.</summary>
public sealed class JumpingClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Jump(TimeSpan ahead) => _ahead += ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
