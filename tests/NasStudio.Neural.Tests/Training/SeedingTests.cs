using NasStudio.Core.Randomness;
using NasStudio.Neural.Training;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Training;

public sealed class SeedingTests
{
    [Fact]
    public void Equal_seeds_give_equal_weights_and_modules_differ()
    {
        using var first = Build(3);
        using var again = Build(3);
        using var other = Build(4);

        Assert.Equal(Values(first, "0.weight"), Values(again, "0.weight"));
        Assert.NotEqual(Values(first, "0.weight"), Values(other, "0.weight"));
        Assert.NotEqual(Values(first, "0.weight"), Values(first, "1.weight"));
    }

    [Fact]
    public void Weights_are_uniform_within_one_over_the_root_of_the_fan_in()
    {
        using var network = Build(5);
        var weights = Values(network, "0.weight");                     // fan-in 4 * 3 * 3

        Assert.InRange(weights.Max(), 0.95f / 6, 1f / 6);
        Assert.InRange(weights.Min(), -1f / 6, -0.95f / 6);
        Assert.InRange(weights.Average(), -0.01, 0.01);
        Assert.InRange(Values(network, "2.bias").Max(), 0f, 1f / MathF.Sqrt(8));
    }

    [Fact]
    public void Batch_norms_start_as_the_identity()
    {
        using var network = nn.Sequential(nn.BatchNorm2d(3));
        using (no_grad()) network.get_parameter("0.weight")!.fill_(7);

        Seeding.Fill(network, new RandomSource(1));

        Assert.Equal([1f, 1f, 1f], Values(network, "0.weight"));
    }

    [Fact]
    public void Generators_repeat_themselves()
    {
        using var scope = NewDisposeScope();
        using var first = Seeding.NewGenerator(new RandomSource(1));
        using var again = Seeding.NewGenerator(new RandomSource(1));

        Assert.True(rand([5], generator: first).Equals(rand([5], generator: again)));
    }

    private static TorchSharp.Modules.Sequential Build(long seed)
    {
        var network = nn.Sequential(nn.Conv2d(4, 32, 3), nn.Conv2d(4, 32, 3), nn.Linear(8, 50));
        Seeding.Fill(network, new RandomSource(seed));
        return network;
    }

    private static float[] Values(nn.Module network,
        string name) => network.get_parameter(name)!.data<float>().ToArray();
}
