using System.ComponentModel.DataAnnotations;

namespace NasStudio.Search.Tests;

public sealed class OptionsValidationTests
{
    [Fact]
    public void Allowed_options_come_back()
    {
        var options = new Options();
        Assert.Same(options, OptionsValidation.Validate(options));
        Assert.Empty(OptionsValidation.Faults(options with { Rate = 0, Kind = "soft" }));
    }

    [Fact]
    public void Each_fault_names_property_value_and_what_is_allowed()
    {
        var wrong = new Options { Count = 11, Rate = 1.5, Kind = "loud" };
        Assert.Equal(
            [
                new OptionFault("Count", "11", "1 to 10"), new OptionFault("Rate", "1.5", "0 to less than 1"),
                new OptionFault("Kind", "\"loud\"", "\"soft\", \"hard\""),
            ],
            OptionsValidation.Faults(wrong));
        var error = Assert.Throws<ArgumentException>(() => OptionsValidation.Validate(wrong));
        Assert.StartsWith(
            "Options: Count is 11; allowed: 1 to 10. Rate is 1.5;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_a_number_and_nothing_lie_in_no_range()
        => Assert.Equal(
            ["NaN", "null"],
            OptionsValidation.Faults(new Options { Rate = double.NaN, Limit = null }).Select(f => f.Value));

    private sealed record Options
    {
        [Range(1, 10)]
        public int Count { get; init; } = 3;

        [Range(0.0, 1.0, MaximumIsExclusive = true)]
        public double Rate { get; init; } = 0.5;

        [AllowedValues("soft", "hard")]
        public string Kind { get; init; } = "hard";

        [Range(0.0, 5.0)]
        public double? Limit { get; init; } = 1;
    }
}
