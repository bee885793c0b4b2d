using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Measures;
using NasStudio.Neural.Networks;
using NasStudio.Testing;

namespace NasStudio.Neural.Tests.Measures;

public abstract class TrainingFreeContract(SearchSpace space) : EvaluatorContract
{
    private protected static readonly DataSetLocator DataSets = new("/nowhere");
    private protected static readonly TrainingFreeOptions Quick =
        new() { BatchSize = 6, Repeats = 2, RegionSamples = 40 };

    /// <inheritdoc/>
    protected override SearchSpace Space => space;

    /// <inheritdoc/>
    protected override int Architectures => 2;

    /// <inheritdoc/>
    protected override IEvaluator Evaluator { get; } = new TrainingFreeEvaluator(Quick, space, DataSets, "cpu");
}

public sealed class TrainingFreeNasBench101Tests() : TrainingFreeContract(new NasBench101Space());

public sealed class TrainingFreeNasBenchMacroTests() : TrainingFreeContract(new NasBenchMacroSpace());

public sealed class TrainingFreeDartsTests() : TrainingFreeContract(new DartsSpace())
{
    /// <inheritdoc/>
    protected override int Architectures => 1;                        // five layers of up to 32 convolutions
}

public sealed class TrainingFreeEvaluatorTests() : TrainingFreeContract(Cells)
{
    private static readonly NasBench201Space Cells = new();
    private static readonly Architecture Good = Cells.Parse(
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|");
    private static readonly Architecture Disconnected = Cells.Parse(
        "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|");

    [Fact]
    public void Every_measure_says_which_way_is_better()
        => Assert.Equal(
            ["flops -", "grad_norm +", "jacob_cov +", "linear_regions +", "naswot +", "ntk_condition -", "params -",
                "snip +", "synflow +"],
            Evaluator.Metrics.Select(m => $"{m.Name} {(m.Direction == Direction.Maximize ? '+' : '-')}").Order());

    [Fact]
    public void Only_what_is_wanted_is_measured()
    {
        var options = Quick with
        {
            Ntk = false,
            Regions = false,
            SynFlow = false,
            JacobCov = false,
            LossGradients = false,
        };
        var evaluator = new TrainingFreeEvaluator(options, Cells, DataSets, "cpu");

        Assert.Equal(["flops", "naswot", "params"], evaluator.Evaluate(Good, Context(1)).Values.Keys);
        Assert.Equal(["naswot", "params", "flops"], evaluator.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void Parameters_are_those_of_the_network_that_is_looked_at()
    {
        var (parameters, multiplyAccumulates) = NetworkFactory.For(
            Cells, new NetworkSize(4, 1, new ImageShape(1, 8, 8), 10)).SizeOf(Good);
        var values = Evaluator.Evaluate(Good, Context(1)).Values;

        Assert.Equal(parameters, values["params"]);
        Assert.Equal(multiplyAccumulates, values["flops"]);
    }

    [Fact]
    public void A_cell_that_lets_nothing_through_is_worse_in_every_measure()
    {
        var good = Evaluator.Evaluate(Good, Context(1)).Values;
        var bad = Evaluator.Evaluate(Disconnected, Context(1)).Values;

        Assert.All(Evaluator.Metrics.Where(m => m.Role == MetricRole.Validation), metric =>
        {
            var sign = metric.Direction == Direction.Maximize ? 1 : -1;
            Assert.True(sign * good[metric.Name] > sign * bad[metric.Name],
                $"{metric.Name}: {good[metric.Name]} and {bad[metric.Name]}");
        });
    }

    [Fact]
    public void Another_seed_draws_other_weights_and_measures_elsewhere()
        => Assert.NotEqual(
            Evaluator.Evaluate(Good, Context(1)).Values["naswot"], Evaluator.Evaluate(Good, Context(2)).Values["naswot"]);

    [Fact]
    public void A_cancelled_context_stops_it()
        => Assert.ThrowsAny<OperationCanceledException>(
            () => Evaluator.Evaluate(Good, new EvaluationContext(1, null, new CancellationToken(canceled: true))));

    /// <summary>On 24 cells, with one draw of weights; docs/measures.md has all measures on more cells.</summary>
    [TableFact("nasbench201-cifar10.csv.gz")]
    public void Cells_that_the_benchmark_found_better_have_more_synflow_and_naswot()
    {
        var random = new RandomSource(7);
        var rows = TestTables.Read("nasbench201-cifar10.csv.gz").Where(row => row.Number("val_acc_200") > 15).ToArray();
        var chosen = Enumerable.Range(0, 24).Select(_ => rows[random.NextInt(rows.Length)]).ToArray();
        var evaluator = new TrainingFreeEvaluator(
            new TrainingFreeOptions { Repeats = 1, Ntk = false, Regions = false, JacobCov = false, LossGradients = false },
            Cells, DataSets, "cpu");
        var measured = chosen.Select(row => evaluator.Evaluate(Cells.Parse(row["architecture"]), Context(1)).Values)
            .ToArray();
        var accuracy = Array.ConvertAll(chosen, row => row.Number("val_acc_200"));

        Assert.All(new[] { "synflow", "naswot" }, name =>
            Assert.InRange(RankCorrelation.Spearman(accuracy, Array.ConvertAll(measured, values => values[name])), 0.4, 1));
    }

    private static EvaluationContext Context(long seed) => new(seed, null, CancellationToken.None);
}
