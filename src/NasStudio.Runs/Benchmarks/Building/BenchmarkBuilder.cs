using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.Latency;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>How far a build is.</summary>
/// <param name="Done">Measurements that are stored.</param>
/// <param name="Total">Measurements in all: classes x seeds.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Eta">How long the rest will take; null while unknown.</param>
public readonly record struct BuildProgress(int Done, int Total, int Failed, TimeSpan? Eta);

/// <summary>
/// Makes a benchmark: measures one architecture of each isomorphism class with each seed of a recipe, side by side over
/// the evaluation slots. What is measured is stored at once; a build that was stopped anywhere goes on from there.
/// </summary>
/// <remarks>Seed by seed, so that a first table is there after one pass over the classes. Each measurement's random
/// draws depend on its class and seed alone, never on what runs beside it.</remarks>
public sealed class BenchmarkBuilder
{
    private readonly StudioCatalogues _catalogues;
    private readonly StudioOptions _options;
    private readonly EvaluationSlots _slots;
    private readonly MeasurementLock _measurements;

    internal BenchmarkBuilder(
        StudioCatalogues catalogues, StudioOptions options, EvaluationSlots slots, MeasurementLock measurements)
        => (_catalogues, _options, _slots, _measurements) = (catalogues, options, slots, measurements);

    /// <summary>Measures what is not measured yet.</summary>
    /// <param name="recipe">What to measure.</param>
    /// <param name="classes">At most so many isomorphism classes, drawn at random (a pilot); null for all.</param>
    /// <param name="heard">Hears how far it is; called on evaluating threads, one at a time.</param>
    /// <param name="cancellation">Stops within a batch; what is stored stays.</param>
    /// <exception cref="BuildException">The space cannot be enumerated, or the build's file cannot be used.</exception>
    public async Task<BuiltBenchmark> BuildAsync(
        BenchmarkRecipe recipe, int? classes, Action<BuildProgress> heard, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (_catalogues.Evaluators[recipe.Evaluator.Kind].Training(recipe.Evaluator.Options) is { Supernet.Length: > 0 })
        {
            throw new BuildException("A benchmark holds networks that were trained by themselves: evaluator.supernet has to be empty.");
        }

        var space = _catalogues.Spaces.Create(recipe.Space);
        var representatives = Representatives(space, classes);
        var header = new JsonObject
        {
            ["recipe"] = recipe.ToJson(_catalogues),
            ["environment"] = HostFacts.ToJson(_options),
        };
        using var journal = BuildJournal.Open(FileOf(recipe, classes), header);
        var done = new ConcurrentDictionary<(long Seed, string Native), BuiltMeasurement>(
            journal.Stored.Select(m => KeyValuePair.Create((m.Seed, m.Native), m)));
        (long Seed, Architecture Architecture)[] left =
        [
            .. from seed in recipe.Seeds
               from architecture in representatives
               where !done.ContainsKey((seed, architecture.Native))
               select (seed, architecture),
        ];
        var progress = new Meter(
            done.Count, left.Length, done.Values.Count(m => m.Error is not null), _options.EvaluationSlots, heard);
        if (left.Length > 0)
        {
            var evaluator = await CreateAsync(recipe, space);
            using var disposable = evaluator as IDisposable;
            await Parallel.ForEachAsync(left, Side(cancellation), async (one, stop) =>
            {
                using var slot = await _slots.TakeAsync(stop);
                var measured = await DedicatedThread.RunAsync(
                    "benchmark", () => Measure(evaluator, recipe, space, one.Seed, one.Architecture, stop));
                journal.Add(measured);
                done[(one.Seed, one.Architecture.Native)] = measured;
                progress.Advance(measured.Error is not null);
            });
        }

        return new BuiltBenchmark(recipe, space, representatives, [.. done.Values], journal.Header);
    }

    /// <summary>Writes a built benchmark as a table (CSV, gzip), by rename.</summary>
    public void WriteTable(BuiltBenchmark built, string path)
    {
        ArgumentNullException.ThrowIfNull(built);
        var evaluator = built.Recipe.Evaluator;
        BuiltTable.Write(
            built, _catalogues.Evaluators[evaluator.Kind].Metrics(evaluator.Options), SpaceOf(built.Recipe), path);
    }

    /// <summary>Writes the image losses of a benchmark whose recipe asks for them, by rename.</summary>
    /// <exception cref="BuildException">A measurement failed.</exception>
    public static void WriteLosses(BuiltBenchmark built, string path) => BuiltLosses.Of(built).Write(path);

    /// <summary>The space as a table says it: its kind, or its definition where the kind alone says nothing.</summary>
    private string SpaceOf(BenchmarkRecipe recipe) => _catalogues.Spaces.Find(recipe.Space.Kind) is { IsUserDefined: true }
        ? recipe.ToJson(_catalogues)["space"]!.ToJsonString() : recipe.Space.Kind;

    internal static string FolderOf(StudioOptions options) => Path.Combine(options.DataFolder, "benchmarks", "building");

    private string FileOf(BenchmarkRecipe recipe, int? classes) => Path.Combine(
        FolderOf(_options), $"{recipe.Name}{(classes is null ? "" : $".pilot-{classes}")}.jsonl");

    private ParallelOptions Side(CancellationToken cancellation)
        => new() { MaxDegreeOfParallelism = _options.EvaluationSlots, CancellationToken = cancellation };

    private static ImmutableArray<Architecture> Representatives(SearchSpace space, int? classes)
    {
        if (space.Size is null)
        {
            throw new BuildException($"The space '{space.Kind}' is too large to be measured whole.");
        }

        Architecture[] all = [.. space.Enumerate().DistinctBy(space.IsomorphismClass)];
        if (classes is { } some)
        {
            new RandomSource(0).Fork("benchmark pilot").Shuffle(all.AsSpan());
            all = all[..Math.Min(some, all.Length)];
        }

        return [.. all];
    }

    private Task<IEvaluator> CreateAsync(BenchmarkRecipe recipe, SearchSpace space)
        => DedicatedThread.RunAsync("evaluator", () => _catalogues.Evaluators[recipe.Evaluator.Kind].Create(
            recipe.Evaluator.Options, new EvaluatorContext(space, _options.DataFolder, _options.Device)));

    private BuiltMeasurement Measure(
        IEvaluator evaluator, BenchmarkRecipe recipe, SearchSpace space, long seed, Architecture architecture,
        CancellationToken cancellation)
    {
        using var hold = _measurements.EnterShared(cancellation);
        var draws = new RandomSource(seed).Fork("benchmark").Fork(space.IsomorphismClass(architecture)).NextSeed();
        try
        {
            byte[]? losses = null;
            var context = new EvaluationContext(draws, null, cancellation)
            {
                ImageLosses = recipe.ImageLosses ? heard => losses = BuiltLosses.Pack(heard) : null,
            };
            var values = evaluator.Evaluate(architecture, context).Values;
            var fault = Measurement.Fault(values, recipe.Metrics)
                ?? (recipe.ImageLosses && losses is null ? "The evaluator measures no losses of images" : null);
            return fault is null
                ? new BuiltMeasurement(seed, architecture.Native,
                    values.RemoveRange(values.Keys.Except(recipe.Metrics)), null)
                { ImageLosses = losses }
                : Failure($"{fault}.");
        }
        catch (EvaluationFailedException failure)
        {
            return Failure(failure.Message);
        }

        BuiltMeasurement Failure(string reason) => new(seed, architecture.Native, Measurement.Empty.Values, reason);
    }

    /// <summary>Counts, and says how long the rest takes at the pace so far.</summary>
    private sealed class Meter
    {
        private readonly Lock _gate = new();
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly (int Done, int Left) _before;
        private readonly int _slots;
        private readonly Action<BuildProgress> _heard;
        private int _done;
        private int _failed;

        /// <summary>Says at once what earlier processes have done.</summary>
        public Meter(int done, int left, int failed, int slots, Action<BuildProgress> heard)
        {
            (_before, _failed, _slots, _heard) = ((done, left), failed, slots, heard);
            heard(new BuildProgress(done, done + left, failed, left == 0 ? TimeSpan.Zero : null));
        }

        public void Advance(bool failed)
        {
            lock (_gate)
            {
                _done++;
                _failed += failed ? 1 : 0;
                var elapsed = Stopwatch.GetElapsedTime(_start);
                _heard(new BuildProgress(_before.Done + _done, _before.Done + _before.Left, _failed,
                    _done < 2 * _slots ? null : elapsed * ((double)(_before.Left - _done) / _done)));
            }
        }
    }
}
