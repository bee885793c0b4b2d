using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Networks;

public sealed class NasBench101CellModuleTests
{
    [Fact]
    public void A_direct_edge_projects_the_input_and_is_added_to_what_the_inner_nodes_bring()
    {
        using var scope = NewDisposeScope();
        using var cell = PassingThrough(
            new NasBench101Cell([(0, 1), (1, 2), (0, 2)], [NasBench101Operation.MaxPool3x3]), 2, 2);
        var input = Draws.Normal(new RandomSource(1), 2, 2, 5, 5);
        var active = nn.functional.relu(input);

        var expected = nn.functional.max_pool2d(active, 3, stride: 1, padding: 1) + active;

        AssertClose(expected, cell.call(input));
    }

    [Fact]
    public void Inner_nodes_are_concatenated_and_a_smaller_node_takes_the_first_channels()
    {
        using var scope = NewDisposeScope();
        // nodes 1 and 2 lead to the output and share its three channels: two and one
        using var cell = PassingThrough(
            new NasBench101Cell([(0, 1), (1, 2), (1, 3), (2, 3)],
                [NasBench101Operation.Conv1x1, NasBench101Operation.MaxPool3x3]), 3, 3);
        var input = Draws.Normal(new RandomSource(2), 2, 3, 5, 5);
        var first = nn.functional.relu(input).narrow(1, 0, 2);

        var expected = cat([first, nn.functional.max_pool2d(first.narrow(1, 0, 1), 3, stride: 1, padding: 1)], 1);

        AssertClose(expected, cell.call(input));
    }

    [Fact]
    public void A_cell_of_one_edge_is_a_projection_to_the_wanted_channels()
    {
        using var scope = NewDisposeScope();
        using var cell = PassingThrough(new NasBench101Cell([(0, 1)], []), 2, 4);
        var input = Draws.Normal(new RandomSource(3), 2, 2, 3, 3);
        var active = nn.functional.relu(input);

        AssertClose(cat([active, zeros_like(active)], 1), cell.call(input));
        Assert.Equal(2 * 4 + 2 * 4, cell.parameters().Sum(parameter => parameter.numel()));   // weights, batch norm
    }

    [Fact]
    public void Nodes_off_every_path_have_no_parameters()
    {
        using var cell = new NasBench101CellModule(
            new NasBench101Cell([(0, 1), (0, 2), (1, 3)],
                [NasBench101Operation.MaxPool3x3, NasBench101Operation.Conv3x3]), 4, 4);

        Assert.Equal(["project1.conv.weight", "project1.norm.weight", "project1.norm.bias"],
            cell.named_parameters().Select(parameter => parameter.name));
    }

    /// <summary>A cell whose 1x1 convolutions hand each channel on and whose batch norms do nothing.</summary>
    private static NasBench101CellModule PassingThrough(NasBench101Cell cell, int input, int output)
    {
        var module = new NasBench101CellModule(cell, input, output);
        using var noGradient = no_grad();
        foreach (var conv in module.modules().OfType<Conv2d>())
            conv.weight!.copy_(eye(conv.weight!.shape[0], conv.weight.shape[1]).reshape(conv.weight.shape));
        module.eval();
        return module;
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-3);   // batch norm's epsilon
    }
}
