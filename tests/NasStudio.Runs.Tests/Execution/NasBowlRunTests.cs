using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

/// <summary>What holds for NAS-BOWL on every space of the catalogue, with every evaluator of it that measures by itself: real
/// training, training of language models, measures without training, and a toy for all.</summary>
public sealed class NasBowlRunTests
{
    private const int Starts = 6, Evaluations = 14;

    private static readonly OptionValues Tiny = OptionValues.Defaults.With("epochs", 1L).With("cellsPerStage", 1L)
        .With("maxTrainImages", 64L).With("maxTrainTokens", 400L).With("hiddenSize", 8L).With("latencySamples", 3L)
        .With("batchSize", 8L).With("repeats", 1L).With("regionSamples", 50L);

    /// <summary>A user's own space whose every value is a block that can be built.</summary>
    private static readonly KindChoice Blocks = new("choice", OptionValues.Defaults.With("variables", JsonText.Parse(
        "[" + string.Join(',', Enumerable.Range(1, 4).Select(block =>
            $$"""{ "name": "block {{block}}", "type": "categorical", "values": ["conv-3x3", "separable-3x3", "skip"] }""")) + "]")));

    /// <summary>Every kind of space, and the evaluators that need no file and take it.</summary>
    public static TheoryData<string, string> Spaces()
    {
        var catalogues = TestStudio.Catalogues(new EvaluationWatch());
        var data = new TheoryData<string, string>();
        foreach (var space in SpaceCatalogue.Default.Entries)
        {
            foreach (var evaluator in (string[])["toy", "train", "train-language", "training-free"])
            {
                if (catalogues.Evaluators[evaluator].Ask(OptionValues.Defaults, []) is { } offer
                    && (offer.Spaces.IsEmpty || offer.Spaces.Contains(space.Kind)))
                {
                    data.Add(space.Kind, evaluator);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public async Task It_spends_its_budget_predicts_after_its_starts_and_evaluates_no_function_twice(string kind, string evaluator)
    {
        await using var studio = await TestStudio.CreateAsync();
        var entry = TestStudio.Catalogues(new EvaluationWatch()).Evaluators[evaluator];
        var document = Document(kind, entry);
        var (read, faults) = new ExperimentReader(TestStudio.Catalogues(new EvaluationWatch())).Read(ExperimentWriter.Write(document));
        Assert.Empty(faults);
        Assert.Equal(document, read);

        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));

        var space = SpaceCatalogue.Default.Create(document.Space);
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToArray();
        Assert.Equal(Evaluations, trials.Length);
        Assert.All(trials, t => Assert.True(t.State == TrialState.Completed, t.Error));
        Assert.Equal(Evaluations, trials.Select(t => space.FunctionalId(space.Parse(t.Native))).Distinct().Count());
        Assert.All(trials[..Starts], t => Assert.Equal("random start", t.Origin));
        Assert.All(trials[Starts..], t => Assert.All(
            document.Objectives, objective => Assert.True(double.IsFinite(t.Predicted![objective.Metric]))));
        Assert.NotNull((await studio.RunAsync(id)).Incumbent);
    }

    [Fact]
    public void Every_space_has_an_evaluator_that_measures_for_real()
        => Assert.Equal(
            SpaceCatalogue.Default.Entries.Select(entry => entry.Kind).Order(),
            Spaces().Where(row => (string)row[1] != "toy").Select(row => (string)row[0]).Distinct().Order());

    private static ExperimentDocument Document(string kind, EvaluatorEntry evaluator)
    {
        var options = evaluator.Options.Select(option => option.Name).Where(name => Tiny[name] is not null)
            .Aggregate(OptionValues.Defaults, (values, name) => values.With(name, Tiny[name]!));
        var validation = evaluator.Metrics(options).Where(m => m.Role == MetricRole.Validation).Take(2);
        return new ExperimentDocument(
            $"NAS-BOWL, {kind}, {evaluator.Kind}", kind == Blocks.Kind ? Blocks : new KindChoice(kind),
            new KindChoice(evaluator.Kind, options),
            new KindChoice("nas-bowl", OptionValues.Defaults.With("initialDesign", (long)Starts).With("batchSize", 4L)),
            [.. validation.Select(metric => new Objective(metric.Name, metric.Direction))], [], Evaluations, [3]);
    }
}
