using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="Spos"/>.</summary>
public record SposOptions : TargetedOptions
{
    /// <summary>P.</summary>
    [Range(2, 10_000)]
    [Display(Name = "Population", Description = "Architectures of a generation.", GroupName = "50, Guo et al. 2020, section 3.3")]
    public int Population { get; init; } = 50;

    /// <summary>T.</summary>
    [Range(1, 10_000)]
    [Display(Name = "Generations", Description = "Generations under each budget.", GroupName = "20, Guo et al. 2020, section 3.3")]
    public int Generations { get; init; } = 20;

    /// <summary>k.</summary>
    [Range(1, 10_000)]
    [Display(Name = "Parents", Description = "How many of the best architectures so far have children.",
        GroupName = "10, the code of Guo et al. 2020")]
    public int Parents { get; init; } = 10;

    /// <summary>p_mut.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Mutation rate", Description = "Probability with which a mutation draws a choice anew.",
        GroupName = "0.1, Guo et al. 2020, section 3.3")]
    public double MutationRate { get; init; } = 0.1;

    /// <summary>How many architectures it ends with.</summary>
    public int Distributions => Math.Max(1, NumberListAttribute.Parse(Targets)?.Length ?? 1);
}

/// <summary>
/// Trains a supernet along uniformly drawn paths, one for each step; then evolution, under each budget, finds the architecture
/// that is best with the supernet's weights.
/// </summary>
/// <remarks>Guo et al., "Single Path One-Shot Neural Architecture Search with Uniform Sampling", ECCV 2020: sections 3.2 and
/// 3.3, algorithm 1, batch norm recalibrated for every architecture. Target sizes are the budgets; without any there is one
/// search, of all sizes.</remarks>
public class Spos : SupernetSearch<SposState>
{
    private readonly SposOptions _options;
    private readonly PathEvolution _evolution;
    private readonly double?[] _budgets;
    private readonly List<Scored>[] _seen;                            // by budget, the best first

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a budget
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public Spos(WeightSharingContext context, SposOptions options) : base(context, options)
    {
        _options = options;
        try
        {
            var table = Supernet.TableOf(options.Complexity);
            var sizes = new ExistingSizes(table);
            double[] targets = NumberListAttribute.Parse(options.Targets)!;
            foreach (var target in targets) sizes.NotAbove(target);   // refuses what nobody can meet
            _budgets = targets.Length == 0 ? [null] : [.. targets.Select(target => (double?)target)];
            _evolution = new PathEvolution(Supernet.Variables, table, options);
        }
        catch
        {
            Training.Dispose();
            throw;
        }

        _seen = [.. _budgets.Select(_ => new List<Scored>())];
    }

    /// <inheritdoc/>
    public override int Rounds => TrainingRounds + _budgets.Length * _options.Generations;

    /// <inheritdoc/>
    /// <remarks>None: paths are drawn uniformly.</remarks>
    public override ImmutableArray<SearchedDistribution> Distributions => [];

    private protected override SposState State => new([.. _seen.Select(seen => seen.ToImmutableArray())]);

    /// <summary>The children of the best so far, or others that are new.</summary>
    private protected virtual bool HasChildren => true;

    private protected override void Restore(SposState state)
    {
        for (var i = 0; i < _seen.Length; i++)
        {
            _seen[i].Clear();
            _seen[i].AddRange(state.Seen[i]);
        }
    }

    private protected override RoundInsight Play(CancellationToken cancellation)
        => Round < TrainingRounds
            ? new RoundInsight([SearchedInsight.TrainingLoss(TrainUniformly(cancellation))], []) : Evolve(cancellation);

    private protected override IReadOnlyList<Proposal> Named() => [.. _budgets.Select((budget, i) =>
    {
        var best = _seen[i][0];
        return new Proposal(
            Supernet.ArchitectureOf(best.Choices), NameOf(budget), Predicted: ImmutableSortedDictionary<string, double>.Empty
                .Add("params", Supernet.Parameters.Of(best.Choices)).Add("flops", Supernet.MultiplyAccumulates.Of(best.Choices))
                .Add("val_acc", best.AccuracyPercent));
    })];

    private RoundInsight Evolve(CancellationToken cancellation)
    {
        var generation = Round - TrainingRounds;
        var (at, own) = (generation / _options.Generations, generation % _options.Generations);
        var (budget, seen) = (_budgets[at], _seen[at]);
        var random = Context.Random.Fork("generation", generation);
        var drawn = HasChildren && own > 0
            ? _evolution.Children(seen, budget, random) : _evolution.Fresh(seen, budget, random);
        var known = _seen.SelectMany(all => all).DistinctBy(one => SupernetTraining.Key(one.Choices))
            .ToDictionary(one => SupernetTraining.Key(one.Choices), one => one.AccuracyPercent, StringComparer.Ordinal);
        foreach (var choices in drawn)
        {
            cancellation.ThrowIfCancellationRequested();
            seen.Add(new Scored(
                choices, known.TryGetValue(SupernetTraining.Key(choices), out var accuracy) ? accuracy : Training.Accuracy(choices)));
        }

        // equals: the earlier one first
        var best = seen.OrderByDescending(one => one.AccuracyPercent).ToArray();
        seen.Clear();
        seen.AddRange(best);
        return new RoundInsight(
            [
                new($"best_{at}", $"Best accuracy in the supernet, {NameOf(budget)}", "%", best[0].AccuracyPercent),
                new($"size_{at}", $"Size of the best, {NameOf(budget)}", Complexities.UnitOf(_options.Complexity),
                    Supernet.TableOf(_options.Complexity).Of(best[0].Choices)),
            ],
            []);
    }

    private string NameOf(double? budget) => budget is { } most ? Complexities.AtMost(most, _options.Complexity) : "no budget";
}

/// <summary>What <see cref="Spos"/> saves besides weights.</summary>
/// <param name="Seen">Under each budget, what was evaluated, the best first.</param>
public sealed record SposState(ImmutableArray<ImmutableArray<Scored>> Seen);

/// <summary>An architecture and its accuracy in the supernet.</summary>
/// <param name="Choices">Category of each variable. // (variables)</param>
/// <param name="AccuracyPercent">Validation accuracy, in per cent.</param>
public sealed record Scored(ImmutableArray<int> Choices, double AccuracyPercent);

/// <summary>
/// A control: the supernet of <see cref="Spos"/> and as many evaluated architectures, but every one of them is drawn
/// uniformly under its budget.
/// </summary>
public sealed class RandomPaths(WeightSharingContext context, SposOptions options) : Spos(context, options)
{
    private protected override bool HasChildren => false;
}
