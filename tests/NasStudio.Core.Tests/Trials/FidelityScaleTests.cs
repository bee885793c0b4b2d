using NasStudio.Core.Trials;

namespace NasStudio.Core.Tests.Trials;

public sealed class FidelityScaleTests
{
    private readonly FidelityScale _epochs = new("epochs", [12, 200]);

    [Fact]
    public void A_lower_level_costs_its_share_of_a_full_evaluation()
    {
        Assert.Equal((0.06, 1, 1), (_epochs.Share(12), _epochs.Share(200), _epochs.Share(null)));
        Assert.Equal(192, FidelityScale.Spent(_epochs, Enumerable.Repeat<double?>(12, 3_200)));
        Assert.Equal(3.06, FidelityScale.Spent(_epochs, [null, 12, 200, null]));
        Assert.Equal(2, FidelityScale.Spent(null, [null, null]));
    }

    [Fact]
    public void The_full_level_is_carried_as_none_and_unknown_levels_are_refused()
    {
        Assert.Equal([null, null, 12], new double?[] { null, 200, 12 }.Select(l => FidelityScale.Normalised(_epochs, l)));
        var unknown = Assert.Throws<ArgumentOutOfRangeException>(() => FidelityScale.Normalised(_epochs, 13));
        Assert.Contains("it can at 12, 200.", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FidelityScale.Normalised(null, 12));
    }

    [Fact]
    public void A_level_is_described_for_people() => Assert.Equal("12 of 200 epochs", _epochs.Describe(12));
}
