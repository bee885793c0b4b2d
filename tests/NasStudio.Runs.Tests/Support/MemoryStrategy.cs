using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.Search;

namespace NasStudio.Runs.Tests.Support;

/// <summary>Options of <see cref="MemoryStrategy"/>.</summary>
public sealed record MemoryOptions
{
    [Range(1, 100)]
    public int BatchSize { get; init; } = 4;

    /// <summary>Level that all proposals but the first of a batch ask for; 0 for full evaluations.</summary>
    [Range(0, 1_000)]
    public int Level { get; init; }

    /// <summary>Number of a checkpoint that is removed while it is read; 0 for none.</summary>
    [Range(0, 1_000)]
    public int Vanishing { get; init; }

    /// <summary>Whether it proposes whole batches, whatever is left.</summary>
    public bool Greedy { get; init; }
}

/// <summary>
/// A strategy whose state grows with each Ask and cannot be had from the trials alone: like network weights, it has to
/// be
/// checkpointed, or asked again.
/// </summary>
public sealed class MemoryStrategy(StrategyContext context, MemoryOptions options)
    : IDecodingStrategy, IInsightfulStrategy
{
    private long _memory;
    private double _heard;

    /// <summary>Its memory, once it has heard of something.</summary>
    public RoundInsight? Insight => _heard == 0 ? null : new(
        [new InsightNumber("heard", "Heard", "points", _heard)],
        [new HeatMap("half", "Half", "row", "column", ["a"], ["b", "c"], [.5, null])]);

    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        _memory = unchecked(_memory * 31 + BitConverter.DoubleToInt64Bits(_heard) + 7);
        var random = context.Random.Fork("ask", _memory);
        return
        [
            .. Enumerable.Range(0, options.Greedy ? options.BatchSize : Math.Min(limit, options.BatchSize))
                .Select(i => new Proposal(
                    context.Space.Sample(random), $"memory {_memory}", [random.NextDouble(), 2],
                    Fidelity: i > 0 && options.Level > 0 ? options.Level : null)),
        ];
    }

    public void Tell(IReadOnlyList<Trial> batch)
        => _heard += batch.Where(t => t.State == TrialState.Completed).Sum(t => t.Metric("score") * (t.Number + 1));

    public void Save(string folder)
        => File.WriteAllText(Path.Combine(folder, "memory.txt"), _memory.ToString(CultureInfo.InvariantCulture));

    public void Load(string folder)
    {
        if (options.Vanishing > 0 && Path.GetFileName(folder) == options.Vanishing.ToString(CultureInfo.InvariantCulture))
        {
            Directory.Delete(folder, recursive: true);
        }

        _memory = long.Parse(File.ReadAllText(Path.Combine(folder, "memory.txt")), CultureInfo.InvariantCulture);
    }

    /// <summary>Says how much it heard and what it remembers; nothing on the left.</summary>
    public DecodedArchitecture? Decode(ImmutableArray<double> latent) => latent.Length != 2
        ? throw new ArgumentException($"A place is 2 numbers; these are {latent.Length}.")
        : latent[0] < 0 ? null
        : new DecodedArchitecture(
            context.Space.Sample(context.Random.Fork("decode", (long)latent[0])),
            ImmutableSortedDictionary<string, double>.Empty.Add("score", _memory).Add("cost", _heard), latent);
}
