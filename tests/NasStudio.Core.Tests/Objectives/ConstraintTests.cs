using NasStudio.Core.Objectives;

namespace NasStudio.Core.Tests.Objectives;

public sealed class ConstraintTests
{
    [Theory]
    [InlineData(null, 2.0, 1.5, 0.0)]
    [InlineData(null, 2.0, 2.0, 0.0)]
    [InlineData(null, 2.0, 2.5, 0.5)]
    [InlineData(1.0, null, 1.0, 0.0)]
    [InlineData(1.0, null, -2.0, 3.0)]
    [InlineData(1.0, 2.0, 1.5, 0.0)]
    [InlineData(1.0, 2.0, 0.0, 1.0)]
    [InlineData(1.0, 2.0, 5.0, 3.0)]
    [InlineData(null, 2.0, double.NegativeInfinity, 0.0)]
    [InlineData(null, 2.0, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1.0, 2.0, double.NaN, double.PositiveInfinity)]
    [InlineData(null, null, 7.0, 0.0)]
    public void A_violation_is_the_distance_to_the_bound_that_is_broken(
        double? min, double? max, double value, double violation)
        => Assert.Equal(violation, new Constraint("latency_ms", min, max).Violation(value));
}
