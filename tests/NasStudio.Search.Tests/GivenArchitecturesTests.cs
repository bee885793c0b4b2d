using System.Collections.Immutable;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class GivenArchitecturesTests : StrategyContract
{
    private static readonly TinySpace Tiny = new();

    protected override IStrategy Create(StrategyContext context)
        => Given(context, [.. InitialDesign.Draw(context, Budget).Select(a => a.Native)]);

    [Fact]
    public void They_come_in_their_order_whatever_is_asked_for_at_once_and_then_it_is_finished()
    {
        string[] words = ["bbba", "aaaa", "abab"];
        var strategy = Given(Context(space: Tiny), [.. words]);
        var evaluator = new ToyEvaluator(Tiny);
        var first = strategy.Ask(2, CancellationToken.None);
        strategy.Tell(evaluator.Evaluate(first, 0));
        var second = strategy.Ask(9, CancellationToken.None);
        strategy.Tell(evaluator.Evaluate(second, 2));
        Assert.Equal(words, first.Concat(second).Select(p => p.Architecture.Native));
        Assert.Empty(strategy.Ask(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("aaaa,abc,bbbb", "Architecture 1, \"abc\", is no architecture of the space 'tiny': 'abc' is not a word")]
    [InlineData("aaaa,bbbb,aaaa", "Architecture 2, \"aaaa\", is the architecture of position 0 again")]
    public void What_cannot_be_evaluated_is_named_by_position_and_text(string words, string message)
        => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => Given(Context(space: Tiny), [.. words.Split(',')])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void None_and_too_many_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Given(Context(), []));
        Assert.Throws<ArgumentException>(() => Given(Context(space: Tiny), [.. Enumerable.Repeat("aaaa", 1_001)]));
    }

    private static GivenArchitectures Given(StrategyContext context, ImmutableArray<string> architectures)
        => new(context, new GivenOptions { Architectures = architectures });
}
