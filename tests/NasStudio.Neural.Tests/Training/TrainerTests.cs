using System.Diagnostics;
using System.Runtime.InteropServices;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Training;

public sealed class TrainerTests
{
    private const string Good = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_1x1~2|";
    private static readonly ImageDataSet Digits = new DataSetLocator("/nowhere").Load("digits");
    private static readonly DataSplit Split = DataSplit.Stratified(Digits, 0);
    private static readonly DataSplit SmallSplit = DataSplit.Stratified(Digits, 0, maxTrain: 64);
    private static readonly TrainOptions Quick = new() { Epochs = 2, CellsPerStage = 1, BatchSize = 32 };

    [Fact]
    public void A_network_learns_one_batch_by_heart()
    {
        using var network = Build(1, channels: 8);
        var trainer = new Trainer(Quick with { Epochs = 40, BatchSize = SmallSplit.Train.Length }, Digits, SmallSplit,
            CPU);

        trainer.Train(network, new RandomSource(1), null, CancellationToken.None);

        Assert.InRange(trainer.Evaluate(network, SmallSplit.Train.AsSpan(), CancellationToken.None).AccuracyPercent,
            99, 100);
    }

    [Fact]
    public void Equal_seeds_train_bitwise_equal_weights_and_others_do_not()
    {
        var (first, again, other) = (Weights(7), Weights(7), Weights(8));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Trainings_side_by_side_equal_trainings_one_by_one()
    {
        long[] seeds = [1, 2, 3, 4];
        var alone = seeds.Select(Weights).ToArray();

        var together = await Task.WhenAll(seeds.Select(seed =>
            Task.Factory.StartNew(() => Weights(seed), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Listening_changes_nothing(bool recalibrate)
    {
        var trainer = new Trainer(Quick with { Epochs = 3, RecalibrateBatchNorm = recalibrate }, Digits, SmallSplit, CPU);

        var heard = Train(_ => { });
        var unheard = Train(null);

        Assert.All(heard.Epochs, epoch => Assert.NotNull(epoch.ValidationAccuracyPercent));
        Assert.All(unheard.Epochs, epoch => Assert.Null(epoch.ValidationAccuracyPercent));
        Assert.Equal(
            (heard.ValidationAccuracyPercent, heard.ValidationLoss, heard.TestAccuracyPercent, heard.TestLoss),
            (unheard.ValidationAccuracyPercent, unheard.ValidationLoss, unheard.TestAccuracyPercent, unheard.TestLoss));

        TrainingResult Train(Action<EpochMetrics>? listener)
        {
            using var network = Build(1);
            return trainer.Train(network, new RandomSource(1), listener, CancellationToken.None);
        }
    }

    [Fact]
    public void Every_epoch_is_heard_and_the_rate_falls_along_a_cosine()
    {
        var heard = new List<EpochMetrics>();
        using var network = Build(1);
        var trainer = new Trainer(Quick with { Epochs = 4, LearningRate = 0.2, BatchSize = 16 }, Digits, SmallSplit,
            CPU);

        var result = trainer.Train(network, new RandomSource(1), heard.Add, CancellationToken.None);

        Assert.Equal([1, 2, 3, 4], heard.Select(epoch => epoch.Epoch));
        Assert.Equal(heard, result.Epochs);
        var steps = SmallSplit.Train.Length / 16;
        Assert.Equal(0.1 * (1 + Math.Cos(Math.PI * (2 * steps - 1) / (4 * steps))), heard[1].LearningRate, 12);
        Assert.Equal(heard[^1].ValidationAccuracyPercent, result.ValidationAccuracyPercent);
        Assert.True(result.Seconds > 0);
    }

    [Fact]
    public void Accuracy_is_the_share_of_right_answers()
    {
        using var three = new Constant(3);
        var (accuracy, loss) = new Trainer(Quick, Digits, Split, CPU).Evaluate(three, Split.Test.AsSpan(),
            CancellationToken.None);

        var share = Split.Test.Count(i => Digits.Labels.Span[i] == 3) / (double)Split.Test.Length;
        Assert.Equal(100 * share, accuracy, 9);
        Assert.Equal(Math.Log(Math.E + 9) - share, loss, 4);            // -log softmax of a logit 1 among nine zeros
    }

    [Fact]
    public async Task Cancelling_stops_within_a_second()
    {
        using var source = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();
        var trainer = new Trainer(Quick with { Epochs = 1_000 }, Digits, Split, CPU);
        using var network = Build(1);
        var training = Task.Run(() => trainer.Train(network, new RandomSource(1), _ => started.Set(), source.Token));
        Assert.True(started.Wait(TimeSpan.FromSeconds(60)));

        var watch = Stopwatch.StartNew();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => training);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1_000);
    }

    [Fact]
    public void A_training_that_diverges_fails_with_its_reason()
    {
        using var network = Build(1);
        var trainer = new Trainer(Quick with { LearningRate = 1e6, Epochs = 20 }, Digits, Split, CPU);

        var failure = Assert.Throws<EvaluationFailedException>(
            () => trainer.Train(network, new RandomSource(1), null, CancellationToken.None));

        Assert.StartsWith("Training diverged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_memory_fails_with_its_reason_and_other_errors_do_not_hide()
    {
        var trainer = new Trainer(Quick, Digits, Split, CPU);
        using var greedy = new Probe(images => images.repeat(1L << 20, 1, 1 << 12, 1 << 12));
        using var broken = new Probe(images => images.matmul(ones(3, 3)));

        var failure = Assert.Throws<EvaluationFailedException>(
            () => trainer.Train(greedy, new RandomSource(1), null, CancellationToken.None));
        Assert.Contains("Memory ran out on cpu while training with batches of 32 images", failure.Message,
            StringComparison.Ordinal);
        Assert.ThrowsAny<ExternalException>(() => trainer.Train(broken, new RandomSource(1), null,
            CancellationToken.None));
    }

    [Fact]
    public void Training_ends_early_when_validation_no_longer_improves()
    {
        using var network = Build(1);
        var trainer = new Trainer(Quick with { Epochs = 30, LearningRate = 1e-6, Patience = 2 }, Digits, SmallSplit,
            CPU);

        var result = trainer.Train(network, new RandomSource(1), null, CancellationToken.None);

        Assert.InRange(result.Epochs.Count, 3, 29);
        var best = result.Epochs.SkipLast(2).Max(epoch => epoch.ValidationAccuracyPercent);
        Assert.All(result.Epochs.TakeLast(2), epoch => Assert.True(epoch.ValidationAccuracyPercent <= best));
    }

    [Fact]
    public void Recalibration_averages_the_statistics_of_plain_training_images()
    {
        using var scope = NewDisposeScope();
        using var network = Build(1);
        var options = Quick with { RecalibrateBatchNorm = true, Shift = 1 };

        new Trainer(options, Digits, SmallSplit, CPU).Train(network, new RandomSource(1), null, CancellationToken.None);

        var stem = network.modules().OfType<Conv2d>().First();
        var norm = network.modules().OfType<BatchNorm2d>().First();
        var batches = new ImageBatches(Digits, SmallSplit.Train.AsSpan(), CPU);
        var all = stem.call(batches.Images(SmallSplit.Train.AsSpan()[..32]));
        var mean = all.mean([0, 2, 3]);
        Assert.Equal(SmallSplit.Train.Length / 32, norm.num_batches_tracked!.item<long>());
        Assert.InRange((mean - norm.running_mean!).abs().max().item<float>(), 0, 1e-5);
        Assert.Equal(0.1, norm.momentum);
    }

    [Theory]
    [InlineData("labelSmoothing")]
    [InlineData("gradientLimit")]
    [InlineData("shift")]
    [InlineData("flip")]
    [InlineData("weightDecay")]
    [InlineData("momentum")]
    public void Every_option_matters(string option)
    {
        var changed = option switch
        {
            "labelSmoothing" => Quick with { LabelSmoothing = 0.1 },
            "gradientLimit" => Quick with { GradientLimit = 0.5 },
            "shift" => Quick with { Shift = 1 },
            "flip" => Quick with { Flip = true },
            "weightDecay" => Quick with { WeightDecay = 0 },
            _ => Quick with { Momentum = 0 },
        };

        Assert.NotEqual(Weights(1, Quick), Weights(1, changed));
    }

    [Fact]
    public void No_tensor_stays_alive()
    {
        Weights(1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Weights(2);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(5, double.NaN)]
    [InlineData(5, -1)]
    public void Options_out_of_range_are_refused(int epochs, double rate)
        => Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            () => new Trainer(Quick with { Epochs = epochs, LearningRate = rate }, Digits, Split, CPU));

    private static NasBench201Network Build(int cells, int channels = 4)
        => new(NasBench201Cell.Parse(Good), new NasBench201Size(channels, cells, 10, 8, 1));

    private static float[] Weights(long seed) => Weights(seed, Quick);

    private static float[] Weights(long seed, TrainOptions options)
    {
        using var scope = NewDisposeScope();
        using var network = Build(1);
        var result = new Trainer(options, Digits, SmallSplit, CPU).Train(network, new RandomSource(seed), null,
            CancellationToken.None);
        return [.. network.state_dict().Values.Where(tensor => tensor.dtype == ScalarType.Float32)
            .SelectMany(tensor => tensor.contiguous().data<float>().ToArray()), (float)result.ValidationLoss,
                (float)result.TestLoss];
    }

    /// <summary>Answers one class to everything.</summary>
    private sealed class Constant(int answer) : nn.Module<Tensor, Tensor>("constant")
    {
        public override Tensor forward(Tensor input)
        {
            var logits = zeros(input.shape[0], 10);
            logits.select(1, answer).fill_(1);
            return logits;
        }
    }

    /// <summary>A linear layer, so that there is something to train, and then whatever a test wants.</summary>
    private sealed class Probe : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _linear = nn.Linear(64, 10);
        private readonly Func<Tensor, Tensor> _then;

        public Probe(Func<Tensor, Tensor> then) : base("probe")
        {
            _then = then;
            register_module("linear", _linear);
        }

        public override Tensor forward(Tensor input) => _linear.call(_then(input).flatten(1));
    }
}
