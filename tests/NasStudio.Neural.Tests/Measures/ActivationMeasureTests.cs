using NasStudio.Core.Randomness;
using NasStudio.Neural.Measures;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Measures;

/// <summary>Linear regions and naswot: both read the codes of the ReLU units.</summary>
public sealed class ActivationMeasureTests
{
    [Fact]
    public void Two_units_cut_a_line_into_three_regions()
    {
        using var scope = NewDisposeScope();
        // on where x > 0 and where x > 1
        using var net = nn.Sequential(Nets.Linear(new float[,] { { 1 }, { 1 } }, [0, -1]), nn.ReLU());

        Assert.Equal(3, LinearRegions.Count(net, tensor(new float[,] { { -1 }, { 0.5f }, { 2 }, { 3 }, { -7 } })));
        Assert.Equal(2, LinearRegions.Count(net, tensor(new float[,] { { 2 }, { 0.9f }, { 3 } })));
    }

    [Fact]
    public void Naswot_is_the_log_determinant_of_agreements()
    {
        using var scope = NewDisposeScope();
        using var net = Nets.TwoRelus();

        // codes 10 and 11: they agree with themselves on two units, with each other on one: det [[2, 1], [1, 2]] = 3
        Assert.Equal(Math.Log(3), NasWot.Of(net, tensor(new float[,] { { 1, -1 }, { 1, 1 } })), 9);
        // codes 10 and 01 agree on none: det diag(2, 2) = 4
        Assert.Equal(Math.Log(4), NasWot.Of(net, tensor(new float[,] { { 1, -1 }, { -1, 1 } })), 9);
    }

    [Fact]
    public void Equal_codes_and_networks_without_relus_have_naswot_0_and_one_region()
    {
        using var scope = NewDisposeScope();
        using var net = Nets.TwoRelus();
        using var linear = Nets.Linear(new float[,] { { 1, 1 } });
        var twins = tensor(new float[,] { { 1, -1 }, { 2, -3 }, { 1, 1 } });

        Assert.Equal(0, NasWot.Of(net, twins));
        Assert.Equal(0, NasWot.Of(linear, twins));
        Assert.Equal(1, LinearRegions.Count(linear, twins));
    }

    [Fact]
    public void Looking_leaves_no_hook_behind()
    {
        using var scope = NewDisposeScope();
        using var net = Nets.TwoRelus();
        var inputs = tensor(new float[,] { { 1, -1 }, { 1, 1 } });

        Assert.Equal(NasWot.Of(net, inputs), NasWot.Of(net, inputs));   // codes would double
    }

    [Fact]
    public void Patches_are_cut_out_of_their_own_images()
    {
        using var scope = NewDisposeScope();
        var images = arange(2 * 2 * 4 * 5, dtype: float32).reshape(2, 2, 4, 5);

        var patches = LinearRegions.Patches(images, new RandomSource(1));

        Assert.Equal([2, 1, 3, 3], patches.shape);
        var values = patches.data<float>().ToArray();
        Assert.All(values[..9], v => Assert.InRange(v, 0, 39));
        Assert.All(values[9..], v => Assert.InRange(v, 40, 79));
        Assert.Equal([0, 1, 2, 5, 6, 7, 10, 11, 12], values[..9].Select(v => (int)(v - values[0])));
    }
}
