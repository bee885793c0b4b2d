using System.Text;
using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class DigitsReaderTests
{
    private static readonly string GoodLine = string.Join(',', Enumerable.Range(0, 64).Select(i => i % 17)) + ",7";

    [Fact]
    public void The_embedded_digits_are_the_published_ones()
    {
        var (pixels, labels) = DigitsReader.ReadEmbedded();

        Assert.Equal(1797, labels.Length);
        Assert.Equal(1797 * 64, pixels.Length);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180],           // the UCI page's class distribution
            Enumerable.Range(0, 10).Select(digit => labels.Count(label => label == digit)));
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], pixels[..8]);
        Assert.Equal(16, pixels.Max());
    }

    [Fact]
    public void The_licence_travels_with_the_digits()
    {
        using var licence = typeof(DigitsReader).Assembly.GetManifestResourceStream("digits.LICENSE.md");
        Assert.Contains("CC BY 4.0", new StreamReader(Assert.IsAssignableFrom<Stream>(licence)).ReadToEnd(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public void Lines_may_end_in_any_way(string end)
    {
        var (pixels, labels) = Read(GoodLine + "\n" + GoodLine + end);
        Assert.Equal([7, 7], labels);
        Assert.Equal(128, pixels.Length);
    }

    [Theory]
    [InlineData("1,2,3", "line 2: found 3 fields; expected 65")]
    [InlineData("", "line 2: found 1 fields; expected 65")]
    [InlineData("first 17", "line 2, field 1: found '17'; expected 0 to 16")]
    [InlineData("first -1", "line 2, field 1: found '-1'; expected 0 to 16")]
    [InlineData("first 1.5", "line 2, field 1: found '1.5'; expected 0 to 16")]
    [InlineData("last 10", "line 2, field 65: found '10'; expected 0 to 9")]
    [InlineData("last x", "line 2, field 65: found 'x'; expected 0 to 9")]
    public void A_damaged_line_is_named(string second, string message)
    {
        var fields = GoodLine.Split(',');
        if (second.StartsWith("first ", StringComparison.Ordinal)) fields[0] = second[6..];
        if (second.StartsWith("last ", StringComparison.Ordinal)) fields[^1] = second[5..];
        var line = second.Contains(' ', StringComparison.Ordinal) ? string.Join(',', fields) : second;

        var error = Assert.Throws<DataSetException>(() => Read($"{GoodLine}\n{line}\n{GoodLine}\n"));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_bomb_is_not_unpacked()
    {
        var bomb = Bytes.Gzip(new byte[100_000_000]);
        Assert.Contains("more data", Assert.Throws<DataSetException>(() => DigitsReader.Read(new MemoryStream(bomb),
            "bomb")).Message,
            StringComparison.Ordinal);
    }

    private static (byte[] Pixels, byte[] Labels) Read(string text)
        => DigitsReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(text)), "test.csv");
}
