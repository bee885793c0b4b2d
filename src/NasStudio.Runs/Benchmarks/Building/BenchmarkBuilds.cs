using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>Where a build stands.</summary>
public enum BuildState
{
    /// <summary>Measuring.</summary>
    Running,

    /// <summary>Stopped; what was measured is kept.</summary>
    Stopped,

    /// <summary>Everything is measured; the benchmark stands among the others.</summary>
    Completed,

    /// <summary>It cannot go on; says why.</summary>
    Failed,
}

/// <summary>A build as the pages show it.</summary>
/// <param name="Name">Name of the benchmark.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Reliabilities">How far its values can be trusted; empty until it is completed.</param>
/// <param name="Problem">Why it failed; null otherwise.</param>
public sealed record BuildView(
    string Name, string Title, BuildState State, BuildProgress Progress,
    ImmutableArray<MetricReliability> Reliabilities, string? Problem);

/// <summary>
/// The builds that this process does in the background, in slots that runs share. A build goes on after a restart until
/// it is completed or stopped; completed, it becomes a benchmark of the shelf.
/// </summary>
/// <remarks>Safe for concurrent use. A build that another process does is refused by its file.</remarks>
public sealed class BenchmarkBuilds : BackgroundService
{
    private readonly ConcurrentDictionary<string, Build> _builds = new(StringComparer.Ordinal);
    private readonly BenchmarkBuilder _builder;
    private readonly BenchmarkShelf _shelf;
    private readonly StudioCatalogues _catalogues;
    private readonly ILogger<BenchmarkBuilds> _logger;
    private readonly string _folder;

    internal BenchmarkBuilds(
        BenchmarkBuilder builder, BenchmarkShelf shelf, StudioCatalogues catalogues, StudioOptions options,
        ILogger<BenchmarkBuilds> logger)
        => (_builder, _shelf, _catalogues, _logger, _folder)
            = (builder, shelf, catalogues, logger, BenchmarkBuilder.FolderOf(options));

    /// <summary>Every build, by name.</summary>
    public ImmutableArray<BuildView> List()
        => [.. _builds.Values.Select(build => build.View).OrderBy(view => view.Name, StringComparer.Ordinal)];

    /// <summary>Begins a build, or goes on with a stopped one.</summary>
    /// <exception cref="BuildException">A benchmark or a running build has this name already.</exception>
    public void Start(BenchmarkRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (_shelf.Names().Contains(recipe.Name))
        {
            throw new BuildException($"There is a benchmark '{recipe.Name}' already; delete it first, or choose another name.");
        }

        var build = _builds.AddOrUpdate(recipe.Name, _ => new Build(recipe), (_, known) => known.View.State == BuildState.Running
            ? throw new BuildException($"'{recipe.Name}' is being built already.")
            : new Build(recipe));
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Wanted(recipe.Name) + ".part", recipe.ToJson(_catalogues).ToJsonString());
        File.Move(Wanted(recipe.Name) + ".part", Wanted(recipe.Name), overwrite: true);
        build.Work = Task.Run(() => WorkAsync(build));
    }

    /// <summary>Goes on with a build that was stopped or failed.</summary>
    /// <exception cref="BuildException">There is none of that name, or it is running.</exception>
    public void GoOn(string name) => Start(_builds.TryGetValue(name, out var build)
        ? build.Recipe : throw new BuildException($"There is no build '{name}'."));

    /// <summary>Stops a build; it can go on later. Nothing happens where none of that name is running.</summary>
    public async Task StopAsync(string name)
    {
        if (_builds.TryGetValue(name, out var build))
        {
            File.Delete(Wanted(name));
            await build.Stop.CancelAsync();
            await build.Work;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var file in Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.wanted") : [])
        {
            Resume(file);
        }

        await Task.Delay(Timeout.Infinite, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var build in _builds.Values)
        {
            await build.Stop.CancelAsync();
            await build.Work;
        }
    }

    private void Resume(string file)
    {
        try
        {
            var (recipe, faults) = BenchmarkRecipe.Read(File.ReadAllText(file), _catalogues);
            if (recipe is null)
            {
                throw new BuildException(string.Join("; ", faults));
            }

            Start(recipe);
        }
        catch (Exception problem) when (problem is BuildException or IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning("{File} cannot be gone on with: {Message}", file, problem.Message);
        }
    }

    private async Task WorkAsync(Build build)
    {
        var recipe = build.Recipe;
        try
        {
            var built = await _builder.BuildAsync(recipe, null, build.Hear, build.Stop.Token);
            var table = Path.Combine(_folder, $"{recipe.Name}.csv.gz");
            _builder.WriteTable(built, table);
            _shelf.Import(new BenchmarkImport(table, recipe.Name), null, build.Stop.Token);
            File.Delete(Wanted(recipe.Name));
            build.End(BuildState.Completed, built.Reliabilities, null);
        }
        catch (OperationCanceledException)
        {
            build.End(BuildState.Stopped, [], null);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to this build, and is shown with it.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            _logger.LogError(problem, "The benchmark {Name} cannot be built.", recipe.Name);
            build.End(BuildState.Failed, [], problem.Message);
        }
    }

    private string Wanted(string name) => Path.Combine(_folder, $"{name}.wanted");

    private sealed class Build(BenchmarkRecipe recipe)
    {
        private volatile BuildView _view = new(recipe.Name, recipe.Title, BuildState.Running, default, [], null);

        public BenchmarkRecipe Recipe { get; } = recipe;

        public CancellationTokenSource Stop { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;

        public BuildView View => _view;

        public void Hear(BuildProgress progress) => _view = _view with { Progress = progress };

        public void End(BuildState state, ImmutableArray<MetricReliability> reliabilities, string? problem)
            => _view = _view with { State = state, Reliabilities = reliabilities, Problem = problem };
    }
}
