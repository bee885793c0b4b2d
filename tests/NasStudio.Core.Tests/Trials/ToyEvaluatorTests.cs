using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Trials;

public sealed class ToyEvaluatorTests : EvaluatorContract
{
    protected override SearchSpace Space { get; } = new NasBench201Space();

    protected override IEvaluator Evaluator => new ToyEvaluator(Space);

    protected override int Architectures => 50;

    [Fact]
    public void About_the_given_share_fails_and_always_the_same()
    {
        var evaluator = new ToyEvaluator(Space, failingShare: 0.25);
        List<int> Failed() => [.. evaluator
            .Evaluate([.. Space.Enumerate().Take(1_000).Select(a => new Proposal(a, "all"))], first: 0)
            .Where(t => t.State == TrialState.Failed).Select(t => t.Number)];
        Assert.InRange(Failed().Count, 180, 320);
        Assert.Equal(Failed(), Failed());
    }
}
