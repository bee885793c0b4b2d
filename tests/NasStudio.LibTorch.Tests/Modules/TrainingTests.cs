using System.Globalization;
using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasStudio.LibTorch.Tests.Modules;

public sealed class TrainingTests
{
    private static nn.Module<Tensor, Tensor> Network(Generator generator)
    {
        var net = nn.Sequential(
            ("conv1", nn.Conv2d(1, 16, 3, padding: 1, bias: false)), ("norm1", nn.BatchNorm2d(16)), ("relu1", nn.ReLU()),
            ("pool", nn.MaxPool2d(2)), ("conv2", nn.Conv2d(16, 32, 3, padding: 1, bias: false)), ("norm2", nn.BatchNorm2d(32)),
            ("relu2", nn.ReLU()), ("mean", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("out", nn.Linear(32, 10)));
        foreach (var (name, parameter) in net.named_parameters().Where(pair => pair.parameter.ndim > 1))
            nn.init.normal_(parameter, std: Math.Sqrt(2.0 / nn.init.CalculateFanInAndFanOut(parameter).fanIn), generator: generator);
        return net;
    }

    private static (Tensor Images, Tensor Classes) Digits()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "digits.csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        List<float> pixels = [];
        List<long> classes = [];
        while (reader.ReadLine() is { } line)
        {
            var numbers = line.Split(',');
            pixels.AddRange(numbers[..64].Select(number => float.Parse(number, CultureInfo.InvariantCulture) / 16));
            classes.Add((long)double.Parse(numbers[64], CultureInfo.InvariantCulture));
        }
        return (tensor(pixels.ToArray()).reshape(-1, 1, 8, 8), tensor(classes.ToArray()));
    }

    [Fact]
    public void A_small_convolutional_network_reads_digits_it_has_not_seen()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var (images, classes) = Digits();
        var order = randperm(images.shape[0], generator: generator);
        var (train, test) = (order[..1400], order[1400..]);
        using var net = Network(generator);
        using var optimizer = optim.SGD(net.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 6);
        for (var epoch = 0; epoch < 6; epoch++)
        {
            var shuffled = train[randperm(1400, generator: generator)];
            for (var start = 0; start < 1400; start += 50)
            {
                using var batch = NewDisposeScope();
                var chosen = shuffled.narrow(0, start, 50);
                optimizer.zero_grad();
                F.cross_entropy(net.call(images[chosen]), classes[chosen]).backward();
                optimizer.step();
            }
            schedule.step();
        }
        net.eval();
        using var noGrad = no_grad();
        var right = net.call(images[test]).argmax(1).eq(classes[test]).to_type(ScalarType.Float64).mean().ToDouble();
        Assert.True(right > 0.95, $"{right:P1} of the held-out digits were read");
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        using var generator = new Generator(1);
        using var net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2));
        using var optimizer = optim.SGD(net.parameters(), 0.01, momentum: 0.9);
        using var x = randn(4, 1, 4, 4, generator: generator);
        using var y = tensor(new long[] { 0, 1, 0, 1 });
        Step();
        var before = LiveHandles;
        for (var i = 0; i < 1000; i++) Step();
        Assert.Equal(before, LiveHandles);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            F.cross_entropy(net.call(x), y).backward();
            nn.utils.clip_grad_norm_(net.parameters(), 1);
            optimizer.step();
        }
    }

    private static long LiveHandles => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
