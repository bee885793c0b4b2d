using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void The_version_is_libtorchs_own() => Assert.Matches(@"^\d+\.\d+\.\d+", __version__);

    [Fact]
    public void Threads_are_set_and_read_back()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void Devices_are_parsed_printed_and_refused()
    {
        Assert.Equal("cpu", device("cpu").ToString());
        Assert.Equal((DeviceType.CUDA, 1), (device("cuda:1").type, device("cuda:1").index));
        Assert.Equal("cuda:1", new Device(1).ToString());
        Assert.Equal(device("CPU"), CPU);
        Assert.Contains("allowed: cpu, cuda", Assert.Throws<ArgumentException>(() => device("tpu")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => device("cuda:x"));
        if (!cuda.is_available()) Assert.ThrowsAny<Exception>(() => ones(1).cuda());
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
    }

    [Fact]
    public void Channels_last_changes_the_order_in_memory_and_not_the_values()
    {
        var x = arange(24, float32).reshape(1, 2, 3, 4);
        var last = x.ToChannelsLast();
        Assert.True(last.IsChannelsLast());
        Assert.False(x.IsChannelsLast());
        Assert.True(last.equal(x));
        Assert.Equal([24L, 1L, 8L, 2L], last.stride());
    }

    [Fact]
    public void Autocast_runs_products_in_bfloat16_while_it_lasts()
    {
        var a = ones(2, 2);
        using (Autocast.BFloat16())
        {
            Assert.True(Autocast.IsEnabled);
            Assert.Equal(ScalarType.BFloat16, a.mm(a).dtype);
        }
        Assert.False(Autocast.IsEnabled);
        Assert.Equal(ScalarType.Float32, a.mm(a).dtype);
    }

    [CudaFact]
    public void A_product_on_the_device_equals_that_on_the_cpu()
    {
        using var g = new Generator(5);
        var a = randn([16, 16], generator: g);
        var onDevice = a.cuda();
        Assert.True(onDevice.is_cuda);
        Assert.True(allclose(onDevice.mm(onDevice).cpu(), a.mm(a), atol: 1e-4));
    }

    [CudaFact]
    public void A_generator_on_the_device_repeats_its_draws()
    {
        using var a = new Generator(9, CUDA);
        using var b = new Generator(9, CUDA);
        Assert.True(randn([8], device: CUDA, generator: a).equal(randn([8], device: CUDA, generator: b)));
    }

    [CudaFact]
    public void Gradients_flow_across_devices()
    {
        var x = ones([2], requires_grad: true);
        (x.cuda() * 3).sum().backward();
        Check.Equal([3, 3], x.grad!);
    }
}
