using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.Neural.Tests.DataSets;
using NasStudio.Testing;

namespace NasStudio.Neural.Tests.Training;

public sealed class TrainEvaluatorTests : EvaluatorContract
{
    private static readonly NasBench201Space Cells = new();
    private static readonly DataSetLocator DataSets = new("/nowhere");
    private static readonly TrainOptions Quick = new()
    {
        Epochs = 2,
        CellsPerStage = 1,
        BatchSize = 32,
        MaxTrainImages = 128,
        LatencySamples = 5
    };
    private static readonly Architecture Good = Cells.Parse("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_1x1~2|");
    private static readonly Architecture Disconnected = Cells.Parse("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|");
    private static readonly string[] Deterministic = ["val_acc", "val_loss", "test_acc", "test_loss", "params",
        "flops"];

    /// <inheritdoc/>
    protected override IEvaluator Evaluator { get; } = new TrainEvaluator(Quick, Cells, DataSets, "cpu");

    /// <inheritdoc/>
    protected override SearchSpace Space => Cells;

    [Fact]
    public void Values_are_in_their_units()
    {
        var rest = Evaluator.Evaluate(Good, Context(1));

        Assert.InRange(Evaluator.MeasureAlone(Good, Context(1)).Values["latency_ms"], 0.001, 10_000);
        Assert.InRange(rest.Values["val_acc"], 2, 100);   // per cent: a share would be at most 1
        var (parameters, multiplyAccumulates) = new NasBench201Size(4, 1, 10, 8, 1).Of(Cells.Cell(Good));
        Assert.Equal(parameters, rest.Values["params"]);
        Assert.Equal(multiplyAccumulates, rest.Values["flops"]);
    }

    [Fact]
    public void Only_measured_times_are_not_deterministic_and_only_test_metrics_have_the_role_test()
    {
        Assert.Equal(Deterministic.Order(),
            TrainEvaluator.AllMetrics.Where(metric => metric.IsDeterministic).Select(metric => metric.Name).Order());
        Assert.Equal(["test_acc", "test_loss"],
            TrainEvaluator.AllMetrics.Where(metric => metric.Role == MetricRole.Test).Select(metric => metric.Name));
    }

    [Fact]
    public async Task A_measurement_repeats_itself_bitwise_also_beside_another_training()
    {
        var evaluator = new TrainEvaluator(Quick, Cells, DataSets, "cpu");
        var alone = evaluator.Evaluate(Good, Context(5));

        var beside = Task.Run(() => evaluator.Evaluate(Disconnected, Context(6)));
        var again = await Task.Run(() => new TrainEvaluator(Quick, Cells, DataSets, "cpu").Evaluate(Good, Context(5)));
        await beside;

        Assert.All(Deterministic, name => Assert.Equal(alone.Values[name], again.Values[name]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cheaper_level_is_a_training_of_so_many_epochs_with_a_schedule_of_its_own(int epochs)
    {
        var long4 = new TrainEvaluator(Quick with { Epochs = 4 }, Cells, DataSets, "cpu");
        var all = new TrainEvaluator(Quick with { Epochs = epochs }, Cells, DataSets, "cpu");
        var heard = new List<EvaluationProgress>();

        var cheap = long4.Evaluate(Good, new EvaluationContext(5, heard.Add, CancellationToken.None, epochs));

        var whole = all.Evaluate(Good, Context(5));
        Assert.All(Deterministic, name => Assert.Equal(whole.Values[name], cheap.Values[name]));
        Assert.Equal(epochs, heard.Count);
        Assert.Equal(1, heard[^1].Fraction);
        Assert.Equal([1, 2, 3, 4], long4.Fidelity.Levels.ToArray());
        Assert.Equal(
            long4.Evaluate(Good, Context(5)).Values["val_loss"],
            long4.Evaluate(Good, new EvaluationContext(5, null, CancellationToken.None, 4)).Values["val_loss"]);
    }

    [Fact]
    public void Whoever_asks_hears_the_loss_of_every_validation_image()
    {
        var evaluator = new TrainEvaluator(Quick, Cells, DataSets, "cpu");
        float[] losses = [];

        var values = evaluator.Evaluate(Good, Context(5) with { ImageLosses = heard => losses = heard }).Values;

        Assert.Equal(evaluator.Split.Validation.Length, losses.Length);
        Assert.Equal(values["val_loss"], losses.Average(loss => (double)loss), 1e-5);
        Assert.Equal(evaluator.Evaluate(Good, Context(5)).Values["val_loss"], values["val_loss"]);
    }

    [Fact]
    public void A_disconnected_cell_trains_and_stays_at_chance()
    {
        var evaluator = new TrainEvaluator(Quick, Cells, DataSets, "cpu");

        Assert.InRange(evaluator.Evaluate(Disconnected, Context(1)).Values["val_acc"], 8, 13);
        Assert.True(evaluator.MeasureAlone(Disconnected, Context(1)).Values["latency_ms"] > 0);
    }

    [Fact]
    public void Progress_is_heard_after_every_epoch()
    {
        var heard = new List<EvaluationProgress>();

        new TrainEvaluator(Quick, Cells, DataSets, "cpu").Evaluate(Good, new EvaluationContext(1, heard.Add,
            CancellationToken.None));

        Assert.Equal([0.5, 1.0], heard.Select(progress => progress.Fraction));
        Assert.Matches("^epoch 2 of 2, validation accuracy [0-9.]+ %$", heard[1].Message);
    }

    [Fact]
    public void A_cancelled_context_stops_both_parts()
    {
        var evaluator = new TrainEvaluator(Quick, Cells, DataSets, "cpu");
        var cancelled = new EvaluationContext(1, null, new CancellationToken(canceled: true));

        Assert.ThrowsAny<OperationCanceledException>(() => evaluator.Evaluate(Good, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => evaluator.MeasureAlone(Good, cancelled));
    }

    [Fact]
    public void A_space_that_cannot_be_trained_is_refused()
        => Assert.Contains("nas-bench-201",
            Assert.Throws<ArgumentException>(() => new TrainEvaluator(Quick, new TinySpace(), DataSets)).Message,
                StringComparison.Ordinal);

    [Fact]
    public void A_missing_data_set_is_an_error_at_once()
        => Assert.Contains("datasets fetch cifar10",
            Assert.Throws<DataSetException>(() => new TrainEvaluator(Quick with { Dataset = "cifar10" }, Cells,
                DataSets)).Message,
            StringComparison.Ordinal);

    [Fact]
    [Trait("speed", "slow")]
    public void With_the_default_options_a_good_cell_learns_the_digits_within_its_time()
    {
        // Three seeds: one validation image is a third of a per cent, and processors differ in the last bits of a sum.
        var evaluator = new TrainEvaluator(new TrainOptions(), Cells, DataSets, "cpu");
        var measured = Enumerable.Range(0, 3).Select(seed => evaluator.Evaluate(Good, Context(seed)).Values).ToList();

        Assert.InRange(measured.Average(values => values["val_acc"]), 96, 100);
        Assert.InRange(measured.Average(values => values["test_acc"]), 94, 100);
        Assert.InRange(measured.Max(values => values["train_seconds"]), 0, 60);
    }

    [FactWhenInstalled("/usr/share/datasets/fashion-mnist")]
    [Trait("speed", "slow")]
    public void A_cell_learns_the_fashion_images()
    {
        var options = Quick with
        {
            Dataset = "fashion-mnist",
            MaxTrainImages = 2_000,
            ValidationShare = 0.05,
            Epochs = 1
        };

        var measured = new TrainEvaluator(options, Cells, DataSets, "cpu").Evaluate(Good, Context(0)).Values;

        Assert.InRange(measured["val_acc"], 50, 100);
    }

    private static EvaluationContext Context(long seed) => new(seed, null, CancellationToken.None);
}
