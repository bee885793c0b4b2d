using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using TorchSharp;

namespace NasStudio.Neural.Tests.Training;

public sealed class DeviceTests
{
    [Fact]
    public void The_cpu_is_always_there() => Assert.Equal(DeviceType.CPU, DeviceChoice.Resolve("cpu").type);

    [Fact]
    public void Auto_is_the_graphics_card_where_there_is_one()
        => Assert.Equal(torch.cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU,
            DeviceChoice.Resolve("auto").type);

    [Theory]
    [InlineData("gpu", "'gpu' is not a device; allowed: auto, cpu, cuda:0")]
    [InlineData("", "'' is not a device")]
    [InlineData("cuda:x", "'cuda:x' is not a device")]
    [InlineData("cuda:-1", "'cuda:-1' is not a device")]
    [InlineData("cuda:99", "There is no device 'cuda:99'")]
    public void What_is_no_device_here_is_refused(string choice, string message)
        => Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => DeviceChoice.Resolve(choice)).Message,
            StringComparison.Ordinal);

    [FactOnCuda]
    public void A_graphics_card_trains_and_measures()
    {
        var space = new NasBench201Space();
        var cell = space.Parse("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_1x1~2|");
        var evaluator = new TrainEvaluator(new TrainOptions { LatencySamples = 5 }, space,
            new DataSetLocator("/nowhere"), "cuda:0");
        var context = new EvaluationContext(1, null, CancellationToken.None);

        Assert.InRange(evaluator.Evaluate(cell, context).Values["val_acc"], 90, 100);
        Assert.True(evaluator.MeasureAlone(cell, context).Values["latency_ms"] > 0);
    }
}

/// <summary>Runs only where libtorch sees a CUDA device.</summary>
internal sealed class FactOnCudaAttribute : FactAttribute
{
    public FactOnCudaAttribute()
    {
        if (!torch.cuda.is_available()) Skip = "this machine has no CUDA device";
    }
}
