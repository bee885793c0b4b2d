using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Trees;

namespace NasStudio.Runs.Tests.Benchmarks;

public sealed class SurrogateShelfTests : IDisposable
{
    private static readonly NasBench201Space Space = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly BenchmarkShelf _shelf;
    private readonly StudioCatalogues _catalogues;

    public SurrogateShelfTests()
    {
        _shelf = new BenchmarkShelf(
            new StudioOptions { DataFolder = _folder.FullName }, SpaceCatalogue.Default, TimeProvider.System);
        _catalogues = StudioCatalogues.Of(_shelf);
        var random = new RandomSource(1);
        var cells = Enumerable.Range(0, 300).Select(_ => Space.Sample(random)).Distinct().Take(200);
        var file = Path.Combine(_folder.FullName, "cells.csv");
        File.WriteAllLines(file, cells.Select(cell => string.Create(
                CultureInfo.InvariantCulture, $"{cell.Native},{Convolutions(cell) * 10 + random.NextDouble()},{Convolutions(cell)}"))
            .Prepend("architecture,val_acc,params").Prepend("# space: nas-bench-201"));
        _shelf.Import(new BenchmarkImport(file, "cells"), null, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_surrogate_comes_and_goes()
    {
        Assert.Empty(_shelf.Surrogates.List());
        var shares = new List<double>();

        var view = _shelf.Surrogates.Fit(Asked("trees"), shares.Add, CancellationToken.None);

        Assert.Equal(("trees", "nas-bench-201", "one-hot", null), (view.Name, view.Space, view.Encoding, view.Problem));
        var column = Assert.Single(view.Columns);
        Assert.Equal(("val_acc", 200, 5), (column.Metric.Name, column.Quality!.Rows, column.Quality.Folds));
        Assert.InRange(column.Quality.Spearman, 0.8, 1);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.Equal("cells", Assert.Single(_shelf.Names()));
        Assert.Equal("trees", Assert.Single(_shelf.Surrogates.List()).Name);
        Assert.Contains("already", Refusal(Asked("trees")), StringComparison.Ordinal);
        _shelf.Surrogates.Delete("trees");
        Assert.Empty(_shelf.Surrogates.List());
        Assert.Throws<NotFoundException>(() => _shelf.Surrogates.Delete("trees"));
    }

    [Fact]
    public void An_experiment_searches_on_it_and_sees_that_it_predicts()
    {
        _shelf.Surrogates.Fit(Asked("trees"), null, CancellationToken.None);
        var options = OptionValues.Defaults.With("surrogate", "trees");
        var entry = _catalogues.Evaluators["surrogate"];

        var offer = entry.Ask(options, [])!;

        Assert.Equal("nas-bench-201", Assert.Single(offer.Spaces));
        Assert.EndsWith("(surrogate)", Assert.Single(offer.Metrics).Title, StringComparison.Ordinal);
        Assert.True(entry.IsInstant);
        var evaluator = entry.Create(options, new EvaluatorContext(Space, _folder.FullName, "cpu"));
        var (few, many) = (Value("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|"), Value(
            "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|"));
        Assert.True(many > few + 20, $"{many} after {few}");

        double Value(string cell) => evaluator.Evaluate(
            Space.Parse(cell), new EvaluationContext(0, null, CancellationToken.None)).Values["val_acc"];
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("gone", "is not there")]
    [InlineData("broken", "cannot be read")]
    public void An_experiment_on_none_is_told_which_there_are(string? name, string reason)
    {
        _shelf.Surrogates.Fit(Asked("trees"), null, CancellationToken.None);
        File.WriteAllText(Path.Combine(_folder.FullName, "benchmarks", "broken.surrogate.json"), "{}");
        var faults = new List<Fault>();

        Assert.Null(_catalogues.Evaluators["surrogate"].Ask(
            name is null ? OptionValues.Defaults : OptionValues.Defaults.With("surrogate", name), faults));

        Assert.Contains(reason, Assert.Single(faults).ToString(), StringComparison.Ordinal);
        Assert.NotNull(_shelf.Surrogates.List().Single(view => view.Name == "broken").Problem);
    }

    [Theory]
    [InlineData("../outside", "val_acc", 5, "no name for a surrogate")]
    [InlineData("new", "accuracy", 5, "no metric 'accuracy'; it has val_acc, params")]
    [InlineData("new", null, 5, "No metric is given")]
    [InlineData("new", "val_acc", 1, "Folds")]
    public void A_refused_one_leaves_nothing(string name, string? metric, int folds, string reason)
    {
        var asked = new SurrogateRequest(name, "cells", metric is null ? [] : [metric]) { Folds = folds };

        Assert.Contains(reason, Refusal(asked), StringComparison.Ordinal);
        Assert.Empty(_shelf.Surrogates.Names());
    }

    [Fact]
    public void A_stopped_one_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(
            () => _shelf.Surrogates.Fit(Asked("trees"), _ => stop.Cancel(), stop.Token));

        Assert.Empty(_shelf.Surrogates.Names());
        Assert.Throws<NotFoundException>(() => _shelf.Surrogates.Fit(
            new SurrogateRequest("trees", "gone", ["val_acc"]), null, CancellationToken.None));
    }

    [Fact]
    public void Trees_made_elsewhere_say_what_they_said_there()
    {
        var encoding = Space.Encoding(ArchitectureEncoding.OneHot)!;
        var cells = Space.Enumerate().Take(500).ToArray();
        using var trees = GradientBoostedTrees.Train(
            [.. cells.Select(encoding.Encode)], [.. cells.Select(cell => (double)Convolutions(cell))],
            new TreeOptions { Rounds = 20, Depth = 3 }, cancellation: CancellationToken.None);
        var file = Path.Combine(_folder.FullName, "model.json");
        File.WriteAllBytes(file, trees.SaveJson());
        var asked = new ForeignTrees(
            file, Space.Kind, ArchitectureEncoding.OneHot, "err: unit %, minimize, validation", 50, 2, "Elsewhere", "A paper", "MIT");

        var view = _shelf.Surrogates.Wrap("foreign", asked);

        var column = Assert.Single(view.Columns);
        Assert.Equal(("err", Direction.Minimize, null), (column.Metric.Name, column.Metric.Direction, column.Quality));
        var wrapped = _shelf.Surrogates.Open("foreign");
        Assert.All(cells.Take(50), cell => Assert.Equal(
            50 + 2 * trees.Predict(encoding.Encode(cell)), wrapped.Predict(cell).Single(), 12));
        Assert.Contains(FormattableString.Invariant(
            $"see {encoding.Width} features; allowed: {Space.Encoding(ArchitectureEncoding.Path)!.Width}"), Wrapped(asked with { Encoding = "path" }), StringComparison.Ordinal);
        File.WriteAllText(file, "not a model");
        Assert.Contains("no model of trees", Wrapped(asked), StringComparison.Ordinal);
        Assert.Contains("no space 'none'", Wrapped(asked with { Space = "none" }), StringComparison.Ordinal);
        Assert.Equal("foreign", Assert.Single(_shelf.Surrogates.Names()));

        string Wrapped(ForeignTrees other)
            => Assert.Throws<BenchmarkRefusedException>(() => _shelf.Surrogates.Wrap("other", other)).Message;
    }

    private string Refusal(SurrogateRequest asked) => Assert.Throws<BenchmarkRefusedException>(
        () => _shelf.Surrogates.Fit(asked, null, CancellationToken.None)).Message;

    private static SurrogateRequest Asked(string name) => new(name, "cells", ["val_acc"]) { Folds = 5, Encoding = ArchitectureEncoding.OneHot };

    private static int Convolutions(Architecture cell) => cell.Native.Split("nor_conv").Length - 1;
}
