using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.Trees;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>Fits surrogates, and measures by cross-validation what they are worth.</summary>
/// <remarks>
/// The idea of surrogate benchmarks: Zela, Siems, Zimmer, Lukasik, Keuper and Hutter, "Surrogate NAS Benchmarks: Going
/// Beyond the Limited Search Spaces of Tabular NAS Benchmarks", ICLR 2022. Targets are standardised; the trees are
/// those of <see cref="GradientBoostedTrees"/>. Rows of one isomorphism class stay in one fold, or a surrogate would be
/// asked what it has been told.
/// </remarks>
public static class SurrogateFit
{
    private const int FewestRows = 20;

    /// <summary>A surrogate of every metric of a sample.</summary>
    /// <param name="sample">What is learned from.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears the share done, in [0, 1]; null where nobody listens.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BenchmarkException">There are too few rows, or the space has no such encoding.</exception>
    /// <exception cref="ValidationException">An option is not allowed.</exception>
    public static SurrogateBenchmark Run(
        SurrogateSample sample, SurrogateOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var features = new SurrogateFeatures(sample.Space, options.Encoding);
        var fitted = ImmutableArray.CreateBuilder<SurrogateMetric>();
        for (var metric = 0; metric < sample.Metrics.Length; metric++)
        {
            var done = (double)metric / sample.Metrics.Length;
            var values = sample.Values[metric];
            var rows = Draw(values, options);
            var fewest = Math.Max(FewestRows, options.Folds);
            if (rows.Length < fewest)
            {
                throw new BenchmarkException(
                    $"{sample.Metrics[metric].Name} has {rows.Length} values; a surrogate needs at least {fewest}.");
            }

            fitted.Add(Fit(
                sample, metric, rows, features, options,
                share => progress?.Invoke(done + share / sample.Metrics.Length), cancellation));
        }

        return new SurrogateBenchmark(sample.Space, features, fitted.ToImmutable(), sample.Origin)
        {
            Title = sample.Title,
            Licence = sample.Licence,
        };
    }

    private static SurrogateMetric Fit(
        SurrogateSample sample, int metric, int[] rows, SurrogateFeatures features, SurrogateOptions options,
        Action<double> progress, CancellationToken cancellation)
    {
        var x = rows.Select(row => features.Of(sample.Architectures[row])).ToArray();
        var actual = rows.Select(row => sample.Values[metric][row]).ToArray();
        var mean = actual.Average();
        var deviation = Math.Sqrt(actual.Average(value => (value - mean) * (value - mean)));
        deviation = deviation > 0 ? deviation : 1;
        var y = actual.Select(value => (value - mean) / deviation).ToArray();
        var folds = Folds([.. rows.Select(row => sample.Space.IsomorphismClass(sample.Architectures[row]))], options);
        var predicted = new double[rows.Length];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            int[] train = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] != fold)];
            int[] held = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] == fold)];
            using var model = GradientBoostedTrees.Train(
                [.. train.Select(i => x[i])], [.. train.Select(i => y[i])], options.Trees, cancellation: cancellation);
            foreach (var (i, value) in held.Zip(model.Predict([.. held.Select(i => x[i])])))
            {
                predicted[i] = mean + deviation * value;
            }

            progress((fold + 1.0) / (options.Folds + 1));
        }

        var trees = GradientBoostedTrees.Train(x, y, options.Trees, cancellation: cancellation);
        progress(1);
        return new SurrogateMetric(
            sample.Metrics[metric], SurrogateQuality.Of(predicted, actual, options.Folds), mean, deviation, trees);
    }

    /// <summary>Rows with a value, drawn without repeats where there are more than allowed; ascending.</summary>
    private static int[] Draw(double[] values, SurrogateOptions options)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]))];
        if (rows.Length <= options.Rows)
        {
            return rows;
        }

        new RandomSource(options.Seed).Fork("surrogate rows").Shuffle<int>(rows);
        return [.. rows.Take(options.Rows).Order()];
    }

    /// <summary>The fold of each row: whole isomorphism classes, in random order, each to the smallest fold.</summary>
    private static int[] Folds(string[] classes, SurrogateOptions options)
    {
        int[][] members =
            [.. classes.Index().GroupBy(row => row.Item, row => row.Index).Select(group => group.ToArray())];
        new RandomSource(options.Seed).Fork("surrogate folds").Shuffle<int[]>(members);
        var sizes = new int[options.Folds];
        var folds = new int[classes.Length];
        foreach (var group in members)
        {
            var smallest = Array.IndexOf(sizes, sizes.Min());
            sizes[smallest] += group.Length;
            foreach (var row in group)
            {
                folds[row] = smallest;
            }
        }

        return sizes.Min() > 0 ? folds : throw new BenchmarkException(
            $"The rows are of {members.Length} isomorphism classes; allowed: at least {options.Folds}, one for each "
            + "fold.");
    }
}
