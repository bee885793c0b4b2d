using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Surrogates;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Testing;
using NasStudio.Trees;
using Xunit.Abstractions;

namespace NasStudio.Benchmarks.Tests.Surrogates;

public class SurrogateTests(ITestOutputHelper output)
{
    private static readonly NasBench201Space Space = new();

    private static readonly Metric Accuracy = new(
        "val_acc", "Validation accuracy", "%", Direction.Maximize, MetricRole.Validation);

    /// <summary>A surrogate of a made-up accuracy: so many percent for each operation of the cell.</summary>
    internal static SurrogateBenchmark Fitted(int rounds = 200) => SurrogateFit.Run(
        Sample(200), new SurrogateOptions { Encoding = "one-hot", Folds = 5, Trees = new TreeOptions { Rounds = rounds, Depth = 3 } }, null, default);

    [Fact]
    public void Quality_is_computed_by_hand()
    {
        // errors 1, 0, 0.5, 1.5; mean 2.5; ranks of the predictions 2, 2, 2, 4; three of six pairs are tied, none is wrong
        var quality = SurrogateQuality.Of([2, 2, 2, 3], [1, 2, 2.5, 4.5], folds: 2);
        Assert.Equal((4, 2), (quality.Rows, quality.Folds));
        Assert.Equal(1 - 3.5 / 6.5, quality.R2, 12);
        Assert.Equal(Math.Sqrt(3.5 / 4), quality.Rmse, 12);
        Assert.Equal(3 / Math.Sqrt(3 * 5), quality.Spearman, 12);
        Assert.Equal(3 / Math.Sqrt(3 * 6), quality.Kendall, 12);
    }

    [Fact]
    public void A_learnable_metric_is_learned_and_noise_is_not()
    {
        var learned = Fitted().Predicted.Single().Quality!;
        Assert.InRange(learned.Spearman, 0.9, 1);
        Assert.InRange(learned.R2, 0.8, 1);
        var random = new RandomSource(3);
        var noise = Sample(200) with { Values = [[.. Enumerable.Range(0, 200).Select(_ => random.NextGaussian())]] };
        using var fitted = SurrogateFit.Run(noise, new SurrogateOptions { Folds = 5 }, null, default);
        Assert.InRange(fitted.Predicted.Single().Quality!.Spearman, -0.3, 0.3);
    }

    [Fact]
    public void A_class_that_is_measured_twice_does_not_flatter_the_quality()
    {
        // noise by isomorphism class, every class four times: rows of the training folds must not give it away
        var random = new RandomSource(8);
        var cells = Space.Enumerate().GroupBy(Space.IsomorphismClass).Where(group => group.Count() >= 4).Take(60)
            .SelectMany(group => group.Take(4)).ToImmutableArray();
        var byClass = new Dictionary<string, double>();
        var values = cells.Select(cell => byClass.TryGetValue(Space.IsomorphismClass(cell), out var value)
            ? value : byClass[Space.IsomorphismClass(cell)] = random.NextGaussian()).ToArray();
        using var fitted = SurrogateFit.Run(
            Sample(1) with { Architectures = cells, Values = [values] }, new SurrogateOptions { Folds = 5 }, null, default);
        Assert.InRange(fitted.Predicted.Single().Quality!.R2, -2, 0.3);
    }

    [Fact]
    public void A_file_gives_back_what_was_saved()
    {
        using var folder = new Folder();
        using var surrogate = Fitted();
        var path = folder.Write("x" + SurrogateFile.Extension, []);
        SurrogateFile.Save(surrogate, path);
        using var opened = SurrogateFile.Open(path, kind => kind == Space.Kind ? Space : null);
        foreach (var cell in Space.Enumerate().Take(50))
        {
            Assert.Equal(surrogate.Predict(cell).Single(), opened.Predict(cell).Single());
        }

        var facts = SurrogateFile.ReadFacts(path);
        Assert.Equal(("nas-bench-201", "one-hot", "Made up"), (facts.Space, facts.Encoding, facts.Origin));
        Assert.Equal(surrogate.Predicted.Single().Quality, facts.Metrics.Single().Quality);
        Assert.Equal(["x" + SurrogateFile.Extension], folder.Files);
        Assert.Contains(
            "unknown here", Assert.Throws<BenchmarkException>(() => SurrogateFile.Open(path, _ => null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_evaluator_names_metrics_as_measured_and_titles_them_as_predicted()
    {
        using var surrogate = Fitted();
        IEvaluator evaluator = new SurrogateEvaluator(surrogate);
        var metric = evaluator.Metrics.Single();
        Assert.Equal(("val_acc", "Validation accuracy (surrogate)"), (metric.Name, metric.Title));
        var cell = Space.Enumerate().First();
        var measured = evaluator.Evaluate(cell, new EvaluationContext(1, null, default));
        Assert.Equal(surrogate.Predict(cell).Single(), measured.Values["val_acc"]);
        Assert.True(evaluator.IsInstant);
    }

    [Fact]
    public void Too_few_rows_and_unknown_encodings_are_refused()
    {
        Refused("has 19 values", Sample(19), new SurrogateOptions());
        Refused("no encoding 'spectral'; it has", Sample(30), new SurrogateOptions { Encoding = "spectral" });
        static void Refused(string reason, SurrogateSample sample, SurrogateOptions options) => Assert.Contains(
            reason, Assert.Throws<BenchmarkException>(() => SurrogateFit.Run(sample, options, null, default)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>What docs/importers.md states; the quality must not fall behind it.</summary>
    [TableTheory("nasbench101-sample-500.csv", "nasbench301-sample-500.csv")]
    [InlineData("nasbench101-sample-500.csv", "one-hot", 0.4)]
    [InlineData("nasbench101-sample-500.csv", "path", 0.7)]
    [InlineData("nasbench301-sample-500.csv", "one-hot", 0.75)]
    public void Samples_of_real_benchmarks_can_be_predicted(string file, string encoding, double leastSpearman)
    {
        var path = Path.Combine(TestTables.Folder, file);
        var source = BenchmarkFormats.Recognise(path).Open(path, new BenchmarkReadOptions());
        var rows = source.Rows.ToList();
        var index = source.Metrics.Select(metric => metric.Name).ToList().IndexOf("val_acc");
        var sample = new SurrogateSample(
            source.Space, [source.Metrics[index]], [.. rows.Select(row => source.Space.Parse(row.Native))],
            [[.. rows.Select(row => row.Values[index])]], "", "", "");
        using var fitted = SurrogateFit.Run(sample, new SurrogateOptions { Encoding = encoding }, null, default);
        var quality = fitted.Predicted.Single().Quality!;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file} {encoding}: {quality}"));
        Assert.InRange(quality.Spearman, leastSpearman, 1);
    }

    private static SurrogateSample Sample(int rows)
    {
        var random = new RandomSource(1);
        ImmutableArray<Architecture> cells = [.. Enumerable.Range(0, rows).Select(_ => Space.Sample(random))];
        return new SurrogateSample(Space, [Accuracy], cells, [[.. cells.Select(Made)]], "A sample", "Made up", "CC0");
    }

    private static double Made(Architecture cell)
        => Space.Encode(cell).Select((bit, i) => bit * (i % 5) * (1 + i / 10)).Sum();
}
