using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Benchmarks.Tests.Tables;

/// <summary>Looking architectures up.</summary>
public sealed class TableEvaluatorTests : EvaluatorContract, IDisposable
{
    // Two cells of one isomorphism class (an identity before or behind the convolution), and a third.
    private const string First = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
    private const string Twin = "|skip_connect~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|skip_connect~2|";
    private const string Other = "|avg_pool_3x3~0|+|none~0|none~1|+|none~0|skip_connect~1|none~2|";
    private const string OtherTwin = "|skip_connect~0|+|none~0|none~1|+|none~0|avg_pool_3x3~1|none~2|";

    private readonly Folder _folder = new();

    /// <inheritdoc/>
    protected override SearchSpace Space { get; } = new NasBench201Space();

    /// <inheritdoc/>
    protected override IEvaluator Evaluator => field ??= new TableEvaluator(
        _folder.Import(_folder.Write("all.csv", "# space: nas-bench-201\narchitecture,val_acc,test_acc,params\n"
            + string.Concat(Space.Enumerate().Select((a, i) => $"{a.Native},{i % 97},{i % 89},{i % 83}\n")))),
        Space, new TableOptions());

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Isomorphic_cells_keep_or_share_their_values()
    {
        Assert.Equal(91, Value(Table(), new TableOptions { Isomorphic = IsomorphicCells.Own }, Twin));
        Assert.Equal(90, Value(Table(), new TableOptions { Isomorphic = IsomorphicCells.Share }, Twin));
        Assert.Equal(90, Value(Table("# isomorphic: share\n"), new TableOptions(), Twin));
        Assert.Equal(91, Value(Table("# isomorphic: share\n"), new TableOptions { Isomorphic = IsomorphicCells.Own }, Twin));
    }

    [Fact]
    public void A_cell_without_a_row_has_the_value_of_its_class_only_where_values_are_shared()
    {
        Assert.Equal(80, Value(Table(), new TableOptions { Isomorphic = IsomorphicCells.Share }, OtherTwin));
        var failure = Assert.Throws<EvaluationFailedException>(() => Value(Table(), new TableOptions(), OtherTwin));
        Assert.Contains($"no value for {OtherTwin}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_optimum_is_what_the_evaluator_can_measure()
    {
        var objective = new Objective("val_acc_200", Direction.Maximize);
        var own = new TableEvaluator(Table(), Space, new TableOptions { Isomorphic = IsomorphicCells.Own });
        Assert.Equal((Twin, 91.0), (own.Optimum(objective)!.Native, own.Optimum(objective)!.Value));
        var shared = new TableEvaluator(Table(), Space, new TableOptions { Isomorphic = IsomorphicCells.Share });
        Assert.Equal((First, 90.0), (shared.Optimum(objective)!.Native, shared.Optimum(objective)!.Value));
        Assert.Equal(Other, shared.Optimum(objective, [new Constraint("params", Max: 4)])!.Native);
    }

    [Fact]
    public void A_cheaper_level_gives_the_cheaper_values_under_the_full_names()
    {
        var problem = new Problem(
            [new Objective("val_acc_200", Direction.Maximize), new Objective("params", Direction.Minimize)], []);
        var evaluator = new TableEvaluator(Table(), Space, new TableOptions(), problem);
        Assert.Equal("epochs", evaluator.Fidelity!.Name);
        Assert.Equal([12, 200], evaluator.Fidelity.Levels.AsEnumerable());
        var cheap = Measure(evaluator, First, 12);
        Assert.Equal((60, 60, 5, 89), (cheap["val_acc_200"], cheap["val_acc_12"], cheap["params"], cheap["test_acc_200"]));
        Assert.Equal(Measure(evaluator, First, null), Measure(evaluator, First, 200));
        Assert.Equal(90, Measure(evaluator, First, 200)["val_acc_200"]);
        Assert.Throws<ArgumentException>(() => Measure(evaluator, First, 50));
    }

    [Theory]
    [InlineData("val_acc_12")]      // has no level below its own
    [InlineData("params")]          // costs the same at every level
    [InlineData("val_loss")]        // has no levels
    public void Levels_are_offered_only_for_what_has_them(string metric)
        => Assert.Null(new TableEvaluator(
            Table(), Space, new TableOptions(), Problem.Single(metric, Direction.Minimize)).Fidelity);

    [Fact]
    public void A_missing_value_fails_the_trial_and_says_which()
    {
        var table = _folder.Import(_folder.Write(
            "t.csv", $"# space: nas-bench-201\n# missing: allowed\narchitecture,val_acc,val_loss\n{First},90,\n"));
        var failure = Assert.Throws<EvaluationFailedException>(
            () => Measure(new TableEvaluator(table, Space, new TableOptions()), First, null));
        Assert.Equal($"The benchmark has no value of val_loss for {First}.", failure.Message);
    }

    [Fact]
    public void Reported_metrics_become_test_metrics()
    {
        var evaluator = new TableEvaluator(Table(), Space, new TableOptions { Report = ["val_acc_12"] });
        Assert.Equal(["val_acc_12", "test_acc_200"],
            evaluator.Metrics.Where(m => m.Role == MetricRole.Test).Select(m => m.Name));
        Assert.Throws<ArgumentException>(
            () => new TableEvaluator(Table(), Space, new TableOptions { Report = ["val"] }));
    }

    [Fact]
    public void Another_space_is_refused()
        => Assert.Throws<ArgumentException>(() => new TableEvaluator(Table(), new TinySpace(), new TableOptions()));

    private BenchmarkTable Table(string head = "") => _folder.Import(_folder.Write("t.csv",
        $"# space: nas-bench-201\n{head}architecture,val_acc_12,val_acc_200,test_acc_200,params,val_loss\n"
        + $"{First},60,90,89,5,1\n{Twin},61,91,88,5,1\n{Other},50,80,79,4,1\n"));

    private double Value(BenchmarkTable table, TableOptions options, string native)
        => Measure(new TableEvaluator(table, Space, options), native, null)["val_acc_200"];

    private System.Collections.Immutable.ImmutableSortedDictionary<string, double> Measure(TableEvaluator evaluator, string native, double? level)
        => evaluator.Evaluate(
            Space.Parse(native), new EvaluationContext(1, null, CancellationToken.None, level)).Values;
}
