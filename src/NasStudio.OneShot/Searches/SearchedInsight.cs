using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>What a round shows of the distributions of any search.</summary>
internal static class SearchedInsight
{
    private const double CollapsedSkips = 0.6;

    /// <summary>Mean loss of the steps of the weights.</summary>
    public static InsightNumber TrainingLoss(double loss) => new("train_loss", "Training loss", "loss", loss);

    /// <summary>Mean loss on validation batches.</summary>
    public static InsightNumber ValidationLoss(double loss) => new("val_loss", "Validation loss", "loss", loss);

    /// <summary>Entropy, skip connections and, where it is known, the mode's accuracy of each distribution.</summary>
    public static IEnumerable<InsightNumber> Numbers(ImmutableArray<SearchedDistribution> found)
    {
        for (var k = 0; k < found.Length; k++)
        {
            var each = found[k];
            var entropy = each.Probabilities.Sum(row => ArchitectureDistribution.EntropyOf(row));
            yield return new($"entropy_{k}", $"Entropy, {each.Name}", "nats", entropy);
            yield return new($"skips_{k}", $"Skip connections, {each.Name}", "% of the probability", 100 * SkipShare(each));
            if (each.AccuracyPercent is { } accuracy)
                yield return new($"accuracy_{k}", $"Accuracy of the mode in the supernet, {each.Name}", "%", accuracy);
        }
    }

    /// <summary>A warning where the distribution that complexity costs least puts most of its probability on skip connections;
    /// null where it does not.</summary>
    public static string? CollapseOf(ImmutableArray<SearchedDistribution> found)
    {
        var largest = LargestOf(found);
        var share = SkipShare(largest);
        return share <= CollapsedSkips ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Skip connections have {100 * share:0} % of the probability of the distribution '{largest.Name}', which complexity costs least. The search may have collapsed: skips learn fastest. More epochs or a smaller first step help.");
    }

    /// <summary>The distribution that complexity costs least.</summary>
    public static SearchedDistribution LargestOf(ImmutableArray<SearchedDistribution> found)
        => found.MaxBy(each => each.Target ?? -each.Coefficient)!;

    /// <summary>Mean probability of the skip connection, over the variables that have one; 0 without such a
    /// variable.</summary>
    public static double SkipShare(SearchedDistribution found)
        => found.Variables.Zip(found.Probabilities)
            .Where(pair => pair.First.Skip is not null && pair.First.Categories.Length > 1)
            .Select(pair => pair.Second[pair.First.Skip!.Value]).DefaultIfEmpty(0).Average();

    /// <summary>The probabilities of each distribution: a row for each variable.</summary>
    public static ImmutableArray<HeatMap> Maps(ImmutableArray<SearchedDistribution> found)
        => [.. found.Select((each, k) => Map(each, $"distribution_{k}"))];

    private static HeatMap Map(SearchedDistribution found, string name)
    {
        ImmutableArray<string> columns = [.. found.Variables.SelectMany(variable => variable.Categories).Distinct()];
        return new HeatMap(
            name, $"Probabilities, {found.Name}", "Choice", "Category", [.. found.Variables.Select(variable => variable.Name)], columns,
            [
                .. from row in found.Variables.Zip(found.Probabilities)
                   from column in columns
                   let category = row.First.Categories.IndexOf(column)
                   select category < 0 ? null : (double?)row.Second[category],
            ]);
    }
}
