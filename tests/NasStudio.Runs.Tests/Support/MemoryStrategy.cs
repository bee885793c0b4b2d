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
}

/// <summary>
/// A strategy whose state grows with each Ask and cannot be had from the trials alone: like network weights, it has to
/// be
/// checkpointed, or asked again.
/// </summary>
public sealed class MemoryStrategy(StrategyContext context, MemoryOptions options) : ICheckpointedStrategy
{
    private long _memory;
    private double _heard;

    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        _memory = unchecked(_memory * 31 + BitConverter.DoubleToInt64Bits(_heard) + 7);
        var random = context.Random.Fork("ask", _memory);
        return
        [
            .. Enumerable.Range(0, Math.Min(limit, options.BatchSize))
                .Select(_ => new Proposal(context.Space.Sample(random), $"memory {_memory}", [random.NextDouble(), 2])),
        ];
    }

    public void Tell(IReadOnlyList<Trial> batch)
        => _heard += batch.Where(t => t.State == TrialState.Completed).Sum(t => t.Metric("score") * (t.Number + 1));

    public void Save(string folder)
        => File.WriteAllText(Path.Combine(folder, "memory.txt"), _memory.ToString(CultureInfo.InvariantCulture));

    public void Load(string folder)
        => _memory = long.Parse(File.ReadAllText(Path.Combine(folder, "memory.txt")), CultureInfo.InvariantCulture);
}
