using System.Text.Json;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Tests.Catalogues;

public sealed class JsonTextTests
{
    [Fact]
    public void Text_is_kept_without_white_space_and_in_its_order()
        => Assert.Equal(
            """[{"name":"größe","min":2.0},[]]""",
            JsonText.Parse(""" [ { "name": "größe", "min": 2.0 } , [ ] ] """).Text);

    [Fact]
    public void Equal_is_what_is_equal_as_json()
    {
        var one = JsonText.Parse("""{"a":[1,2],"b":{"c":3}}""");
        var other = JsonText.Parse("""{"b":{"c":3.0},"a":[1,2]}""");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, JsonText.Parse("""{"a":[2,1],"b":{"c":3}}"""));
        Assert.Equal(OptionValues.Defaults.With("x", one), OptionValues.Defaults.With("x", other));
    }

    [Fact]
    public void In_json_it_is_the_value_itself()
    {
        var text = JsonText.Parse("""[{"a":1}]""");
        Assert.Equal("""{"Value":[{"a":1}]}""", JsonSerializer.Serialize(new { Value = text }));
        Assert.Equal(text, JsonSerializer.Deserialize<JsonText>(text.Text));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"[]\"")]
    [InlineData("null")]
    public void What_is_neither_object_nor_array_is_refused(string text)
        => Assert.Throws<ArgumentException>(() => JsonText.Parse(text));
}
