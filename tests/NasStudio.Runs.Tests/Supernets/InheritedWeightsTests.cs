using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Supernets;

/// <summary>Trainings that begin with what the supernet of a run has learned.</summary>
public sealed class InheritedWeightsTests
{
    private const string Cell = "|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|";

    [Fact]
    public async Task Inherited_weights_are_ahead_of_fresh_ones_after_one_epoch_and_every_misfit_is_named()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(Search(supernet: "own"));
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var own = (await studio.Queries.TrialsAsync(id)).Single();
        var document = await studio.Experiments.RetrainingAsync(id, 3, own.Number, inherits: true);
        Assert.Equal($"{id}/3", document.Evaluator.Options["supernet"]);
        Assert.Null((await studio.Experiments.RetrainingAsync(id, 3, own.Number)).Evaluator.Options["supernet"]);

        var (fresh, inherited) = (await LossAsync(""), await LossAsync($"{id}/3"));

        Assert.True(inherited < 0.7 * fresh, $"inherited {inherited}, fresh {fresh}");   // .2 and 1.6 when this was written
        Assert.Equal(inherited, await LossAsync($"{id}/3"));
        Assert.Contains($"The supernet of run {id}/3 does not fit this training: it has 4 channels, this training 2; it takes images of "
            + "1x8x8 in 10 classes, this training images of 1x4x4 in 10 classes",
            await FailureAsync(Training($"{id}/3", ("channels", 2L), ("downsample", 2L))), StringComparison.Ordinal);
        Assert.Contains("would have been trained on", await FailureAsync(Training($"{id}/3", ("splitSeed", 1L))), StringComparison.Ordinal);
        Assert.Contains("No weights to inherit: There is no run with seed 4", await FailureAsync(Training($"{id}/4")), StringComparison.Ordinal);
        Assert.Contains("of the space 'nas-bench-201', this run of 'nas-bench-macro'", await FailureAsync(Training($"{id}/3") with
        {
            Space = new KindChoice("nas-bench-macro"),
            Strategy = new KindChoice("random"),
        }), StringComparison.Ordinal);

        async Task<double> LossAsync(string supernet)
        {
            var (trained, number) = await studio.CreateRunAsync(Training(supernet));
            Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(number, CancellationToken.None));
            return (await studio.Queries.TrialsAsync(trained)).Single().Metrics["val_loss"];
        }

        async Task<string> FailureAsync(ExperimentDocument wrong)
        {
            var (failed, number) = await studio.CreateRunAsync(wrong);
            Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(number, CancellationToken.None));
            return (await studio.RunAsync(failed)).Error!;
        }
    }

    [Theory]
    [InlineData("12", "$.evaluator.supernet")]
    [InlineData("../etc", "$.evaluator.supernet")]
    [InlineData("own", "which trains no supernet")]
    public void What_names_no_supernet_is_refused_before_anything_runs(string supernet, string reason)
    {
        var faults = new ExperimentReader(StudioCatalogues.Default).Check(Training(supernet));

        Assert.Contains(reason, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    private static ExperimentDocument Search(string supernet) => new(
        "search", new KindChoice("nas-bench-201"), Evaluator(supernet), new KindChoice(
            "importance-sampled-asng",
            OptionValues.Defaults.With("epochs", 6L).With("coefficients", "0.01").With("warmUp", 0.5)),
        [new Objective("val_acc", Direction.Maximize)], [], 1, [3]);

    private static ExperimentDocument Training(string supernet, params (string Option, object Value)[] options) => new(
        "training", new KindChoice("nas-bench-201"), Evaluator(supernet, options),
        new KindChoice("given", OptionValues.Defaults.With("architectures", JsonText.Parse($"[\"{Cell}\"]"))),
        [new Objective("val_acc", Direction.Maximize)], [], 1, [0]);

    private static KindChoice Evaluator(string supernet, params (string Option, object Value)[] options) => new(
        "train", options.Append(("epochs", 1L)).Append(("cellsPerStage", 1L)).Aggregate(
            supernet.Length == 0 ? OptionValues.Defaults : OptionValues.Defaults.With("supernet", supernet),
            (values, option) => values.With(option.Item1, option.Item2)));
}
