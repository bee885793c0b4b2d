using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Live;

public sealed class ViewStateTests
{
    [Fact]
    public void An_address_gives_back_the_view_it_was_made_from()
    {
        var state = new ViewState(ViewState.Space, "params", "val_acc", "latent", ViewState.TSne, "round", 3, new TrialKey(3, 17), "a → (b)", "gradient");

        string? Value(string key) => state.Query[key]?.ToString();
        Assert.Equal(state, ViewState.Read(
            Value("panel"), Value("x"), Value("y"), Value("map"), Value("projection"), Value("color"), Value("seed"), Value("trial"),
            Value("motif"), Value("sort")));
    }

    [Fact]
    public void Defaults_stay_out_of_the_address() => Assert.All(new ViewState().Query.Values, Assert.Null);

    [Fact]
    public void Nonsense_in_an_address_becomes_the_default()
        => Assert.Equal(new ViewState(), ViewState.Read("nothing", " ", null, "mars", "umap", "", "one", "1.x", " ", "colour"));

    [Theory]
    [InlineData("0.12", 0, 12)]
    [InlineData("9007199254740991.0", 9007199254740991, 0)]
    public void Keys_of_trials_are_read(string text, long seed, int number) => Assert.Equal(new TrialKey(seed, number), TrialKey.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("1.2.3")]
    [InlineData("1.-2")]
    public void What_is_no_key_is_none(string? text) => Assert.Null(TrialKey.Parse(text));

    [Theory]
    [InlineData(91.416, "91.42")]
    [InlineData(0.12345, "0.1235")]
    [InlineData(316_234, "316.2 k")]
    [InlineData(1_531_000, "1.53 M")]
    [InlineData(0, "0")]
    [InlineData(0.00012, "1.2e-4")]
    [InlineData(-12.5, "-12.5")]
    public void Numbers_have_as_many_digits_as_people_read(double value, string text) => Assert.Equal(text, Format.Number(value));

    [Fact]
    public void Values_carry_their_unit() => Assert.Equal("91.42 %", Format.Value(91.416, Sample.Accuracy));

    [Theory]
    [InlineData(0.2, "under 1 s")]
    [InlineData(59, "59 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(200_000, "2 days 7 h")]
    public void Times_are_short(double seconds, string text) => Assert.Equal(text, Format.Duration(seconds));
}
