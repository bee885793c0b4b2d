using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Neural.Training;
using NasStudio.OneShot.Supernets;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>Checks an experiment whose strategy shares the weights of a supernet: it needs a space that has one, an
/// evaluator that says how it is trained, and a budget for what it ends with.</summary>
internal sealed class WeightSharingCheck(StudioCatalogues catalogues)
{
    public IEnumerable<Fault> Faults(
        StrategyEntry strategy, OptionValues options, KindChoice? space, SearchSpace? made, KindChoice? evaluator,
        int? evaluations)
    {
        if (!strategy.SharesWeights)
        {
            if (evaluator is not null && catalogues.Evaluators[evaluator.Kind].Training(evaluator.Options)?.Supernet == TrainOptions.OwnSupernet)
            {
                yield return new Fault("$.evaluator.supernet", $"\"{TrainOptions.OwnSupernet}\"",
                    $"is nothing for the strategy '{strategy.Kind}', which trains no supernet; allowed is one of another run, for instance 12/0");
            }

            yield break;
        }

        if (space is not null && !strategy.Spaces.Contains(space.Kind))
        {
            yield return new Fault("$.space.kind", $"\"{space.Kind}\"",
                $"has no supernet for the strategy '{strategy.Kind}'; allowed is {string.Join(", ", strategy.Spaces)}");
        }

        else if (made is not null && Supernet.Fault(made) is { } fault)
        {
            yield return new Fault("$.space", $"\"{made.Kind}\"", $"has no supernet: {fault}");
        }

        var training = evaluator is null ? null : catalogues.Evaluators[evaluator.Kind].Training(evaluator.Options);
        if (training is not null && strategy.Check(options, training) is { } unfit)
        {
            yield return unfit with { Path = $"$.strategy.options{unfit.Path[1..]}" };
        }

        if (evaluator is not null && training is null)
        {
            var trainers = catalogues.Evaluators.Entries.Where(entry => entry.Training(OptionValues.Defaults) is not null)
                .Select(entry => entry.Kind);
            yield return new Fault("$.evaluator.kind", $"\"{evaluator.Kind}\"",
                $"trains no networks of images, and the strategy '{strategy.Kind}' trains a supernet of them; allowed is "
                + string.Join(", ", trainers));
        }

        if (evaluations is { } budget && strategy.Winners(options) is var winners && budget < winners)
        {
            yield return new Fault("$.budget.evaluations", budget.ToString(CultureInfo.InvariantCulture), string.Create(
                CultureInfo.InvariantCulture,
                $"is less than the {winners} architectures that the strategy '{strategy.Kind}' ends with, each of which is "
                + $"trained; allowed is at least {winners}"));
        }
    }
}
