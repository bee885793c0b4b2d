using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.OneShot;
using static TorchSharp.torch;

namespace NasStudio.Runs.Tests.Support;

/// <summary>Options of <see cref="ToySharing"/>.</summary>
public sealed record ToySharingOptions
{
    [Range(1, 10_000)]
    public int Rounds { get; init; } = 6;

    /// <summary>How long a round takes.</summary>
    [Range(0, 60_000)]
    public int RoundMs { get; init; }

    [Range(1, 100)]
    public int Winners { get; init; } = 3;

    /// <summary>The round that cannot be done; 0 for none.</summary>
    [Range(0, 10_000)]
    public int FailingRound { get; init; }

    /// <summary>Rounds after which it has nothing left to do; 0 for all of them.</summary>
    [Range(0, 10_000)]
    public int EndsAfter { get; init; }

    /// <summary>Whether all its distributions end with one architecture.</summary>
    public bool Agrees { get; init; }

    /// <summary>Whether it says more winners than it may.</summary>
    public bool Greedy { get; init; }
}

/// <summary>
/// A search whose state grows with each round and cannot be had but by doing the rounds: its distributions stand where a
/// walk of random steps, each of which depends on those before, has led them.
/// </summary>
public sealed class ToySharing(WeightSharingContext context, ToySharingOptions options) : IWeightSharingSearch
{
    private long _walk = 17;

    public int Round { get; private set; }

    public int Rounds => options.Rounds;

    public bool IsFinished => Round >= (options.EndsAfter > 0 ? options.EndsAfter : Rounds);

    public SearchCost Spent => new(7 * Round, 3 * Round);

    public ImmutableArray<SearchedDistribution> Distributions =>
    [
        .. Enumerable.Range(0, options.Winners).Select(k => new SearchedDistribution(
            $"coefficient {k}", k, k == 1 ? 1000 : null, [], [], context.Space.Sample(Forked(options.Agrees ? 0 : k)), k, 2 * k,
            50 + context.Random.Fork("accuracy", _walk).NextDouble())),
    ];

    public RoundInsight Advance(CancellationToken cancellation)
    {
        if (IsFinished)
        {
            throw new InvalidOperationException("There is nothing left to do.");
        }

        if (cancellation.WaitHandle.WaitOne(options.RoundMs))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        if (Round + 1 == options.FailingRound)
        {
            throw new EvaluationFailedException("The training loss is NaN: lower the learning rate.");
        }

        context.Report($"round {Round} with {context.Training.Dataset}");
        _walk = unchecked((long)(_walk * 31 + (long)(context.Random.Fork("round", Round).NextDouble() * 1e9)));
        Round++;
        return new RoundInsight(
            [new InsightNumber("loss", "Training loss", "loss", context.Random.Fork("insight", _walk).NextDouble())],
            [.. Enumerable.Range(0, options.Winners).Select(k => new HeatMap(
                $"distribution_{k}", $"Coefficient {k}", "Variable", "Value", ["a", "b"], ["x", "y"], [.25, .75, 1, null]))])
        {
            Warnings = Round == Rounds ? [] : ["Most of it skips."],
        };
    }

    public void Save(string folder) => File.WriteAllText(
        Path.Combine(folder, "walk.txt"), string.Create(CultureInfo.InvariantCulture, $"{Round} {_walk}"));

    public void Load(string folder)
    {
        var parts = File.ReadAllText(Path.Combine(folder, "walk.txt")).Split(' ');
        (Round, _walk) = (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public IReadOnlyList<Proposal> Winners(CancellationToken cancellation) => !IsFinished
        ? throw new InvalidOperationException("It is not finished.")
        : [.. Enumerable.Range(0, options.Winners + (options.Greedy ? 1000 : 0)).Select(k => new Proposal(
            context.Space.Sample(Forked(options.Agrees ? 0 : k)), $"coefficient {k}",
            Predicted: ImmutableSortedDictionary<string, double>.Empty.Add("score", 50 + k)))];

    public nn.Module<Tensor, Tensor> Inherit(Architecture architecture)
        => throw new NotSupportedException("A toy has no weights.");

    public double Accuracy(Architecture architecture, string normPolicy)
        => new RandomSource(1).Fork("accuracy").Fork(architecture.Native).NextDouble();

    public void Dispose()
    {
    }

    private RandomSource Forked(int distribution)
        => context.Random.Fork("mode", unchecked(_walk * 8 + distribution));
}
