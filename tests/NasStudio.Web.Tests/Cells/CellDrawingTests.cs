using NasStudio.Web.Cells;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Cells;

public sealed class CellDrawingTests
{
    [Fact]
    public async Task A_cell_is_drawn_with_the_names_of_its_operations_and_described_in_words()
    {
        var cell = Sample.Space.Parse("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|nor_conv_1x1~2|");

        var html = await ComponentRenderer.HtmlAsync<CellDrawing>(("Graph", Sample.Space.Graph(cell)), ("Name", "A"));

        Assert.Contains("aria-label=\"Cell A: 3&#xD7;3 conv (unused)", html, StringComparison.Ordinal);
        Assert.Contains("--operation: var(--studio-op-skip)", html, StringComparison.Ordinal);
        Assert.Contains(">in</text>", html, StringComparison.Ordinal);
        Assert.Contains("cell-edge dead", html, StringComparison.Ordinal);
    }
}
