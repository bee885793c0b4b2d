using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>What a round of a search by distributions showed.</summary>
internal sealed class AsngInsight(
    ImportanceSampledPool pool, ComplexityTable table, string complexity)
{
    private const double DecidedEarly = 0.95;                 // of the probability that the likeliest choices can have
    private readonly List<double> _trainLosses = [], _validationLosses = [];
    private readonly double[] _effective = new double[pool.Steps.Count];
    private readonly int[] _stood = new int[pool.Steps.Count];
    private int _updates;

    /// <summary>Hears the loss of a step of the weights.</summary>
    public void Trained(double loss) => _trainLosses.Add(loss);

    /// <summary>Hears an update of the distributions.</summary>
    public void Updated(PoolBatch batch, double[] losses, ImmutableArray<StepOutcome> outcomes)
    {
        _updates++;
        _validationLosses.AddRange(losses.Where(double.IsFinite));
        for (var k = 0; k < _effective.Length; k++)
        {
            _effective[k] += batch.EffectiveSizes[k];
            _stood[k] += outcomes[k] == StepOutcome.Taken ? 0 : 1;
        }
    }

    /// <summary>The round in numbers and pictures.</summary>
    /// <param name="found">The distributions after it.</param>
    /// <param name="done">Share of the search that is done, in (0, 1].</param>
    public RoundInsight Made(ImmutableArray<SearchedDistribution> found, double done)
    {
        var numbers = ImmutableArray.CreateBuilder<InsightNumber>();
        numbers.Add(SearchedInsight.TrainingLoss(_trainLosses.Average()));
        if (_updates > 0) numbers.Add(SearchedInsight.ValidationLoss(_validationLosses.Average()));
        for (var k = 0; k < found.Length; k++)
        {
            var (step, name) = (pool.Steps[k], found[k].Name);
            Add("entropy", "Entropy", "nats", step.Distribution.Entropy);
            Add("delta", "Delta", "times shorter step", step.Delta);
            Add("complexity", "Expected size", Complexities.UnitOf(complexity), table.Expected(step.Distribution));
            Add("accuracy", "Accuracy of the mode in the supernet", "%", found[k].AccuracyPercent!.Value);
            Add("skips", "Skip connections", "% of the probability", 100 * SearchedInsight.SkipShare(found[k]));
            if (_updates > 0)
            {
                Add("ess", "Effective samples", "samples", _effective[k] / _updates);
                Add("stood", "Steps left out", "% of the steps", 100.0 * _stood[k] / _updates);
            }

            if (found[k].Target is not null) Add("coefficient", "Coefficient", "weight", found[k].Coefficient);

            void Add(string what, string title, string unit, double value)
                => numbers.Add(new($"{what}_{k}", $"{title}, {name}", unit, value));
        }

        return new RoundInsight(numbers.ToImmutable(), SearchedInsight.Maps(found))
        {
            Warnings = [.. Warnings(found, done)],
        };
    }

    private IEnumerable<string> Warnings(ImmutableArray<SearchedDistribution> found, double done)
    {
        if (SearchedInsight.CollapseOf(found) is { } collapse) yield return collapse;
        var largest = found.IndexOf(SearchedInsight.LargestOf(found));
        if (done < 0.5 && pool.Steps[largest].Distribution.Decidedness > DecidedEarly)
        {
            yield return $"The distribution '{found[largest].Name}', which complexity costs least, has hardly any entropy left before half "
                + "of the search is done: what it no longer draws is no longer learned. A smaller first step keeps it open for longer.";
        }
    }
}
