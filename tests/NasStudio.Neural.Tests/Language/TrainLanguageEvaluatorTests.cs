using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Trials;
using NasStudio.Neural.Language;
using NasStudio.Testing;

namespace NasStudio.Neural.Tests.Language;

public sealed class TrainLanguageEvaluatorTests : EvaluatorContract
{
    private static readonly NasBenchNlpSpace Recipes = new();
    private static readonly TrainLanguageOptions Quick = new()
    {
        HiddenSize = 8,
        Epochs = 2,
        MaxTrainTokens = 3_000,
        Tokens = TokenLevel.Word,
    };

    /// <inheritdoc/>
    protected override IEvaluator Evaluator { get; } = new TrainLanguageEvaluator(Quick, Recipes, "cpu");

    /// <inheritdoc/>
    protected override SearchSpace Space => Recipes;

    [Fact]
    public void Values_are_those_of_the_model_that_is_trained()
    {
        var values = Evaluator.Evaluate(Recipes.Architecture(Cells.Lstm), Context()).Values;

        Assert.InRange(values["val_loss"], 4, 8);                      // nats a word, hardly trained
        Assert.Equal(Math.Exp(values["val_loss"]), values["val_ppl"]);
        Assert.Equal(Math.Exp(values["test_loss"]), values["test_ppl"]);
        var words = TextCorpus.Of(TextCorpus.ReadOpticks(), TokenLevel.Word, Quick.MinCount).Vocabulary.Length;
        Assert.Equal(words * 8 + words + 4 * (2 * 8 * 8 + 8), values["params"]);
    }

    [Fact]
    public void Progress_tells_the_loss_after_every_epoch()
    {
        var heard = new List<EvaluationProgress>();

        Evaluator.Evaluate(Recipes.Architecture(Cells.Simple), Context() with { Progress = heard.Add });

        Assert.Equal([0.5, 1.0], heard.Select(progress => progress.Fraction));
        Assert.Matches("^epoch 2 of 2, validation loss [0-9.]+ nats$", heard[1].Message);
    }

    [Fact]
    public void Another_space_is_refused()
        => Assert.Contains("allowed: nas-bench-nlp",
            Assert.Throws<ArgumentException>(() => new TrainLanguageEvaluator(Quick, new TinySpace())).Message,
            StringComparison.Ordinal);

    private static EvaluationContext Context() => new(1, null, CancellationToken.None);
}
