using System.Diagnostics;
using System.Globalization;
using NasStudio.Performance;
using NasStudio.Performance.Reuse;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

if (args is ["tables", .. var rest])
{
    Tables.Measure(rest is [var named] ? named : "/usr/bin/python3");
    return;
}

if (args is ["rounds", .. var last])
{
    Rounds.Measure(last is [var interpreter] ? interpreter : "/usr/bin/python3");
    return;
}

if (args is ["supernet", .. var options])
{
    SupernetSteps.Measure(
        options.Length > 1 ? options[1] : "/usr/bin/python3",
        options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 40);
    return;
}

if (args is ["bowl", var what, .. var end])
{
    Bowl.Measure(what, end is [var program] ? program : "/usr/bin/python3");
    return;
}

if (args is ["reuse", var losses, .. var which])
{
    var from = which.Length > 0 ? int.Parse(which[0], CultureInfo.InvariantCulture) : 0;
    ReuseExperiment.Measure(losses, from, which.Length > 1 ? int.Parse(which[1], CultureInfo.InvariantCulture) : 60);
    return;
}

// A training step here and in PyTorch, turn by turn, so that whatever else the machine does hits both.
// Usage: dotnet run -c Release -- [rounds] [python]; for tables (Tables.cs): -- tables [python]; for a round of
// AG-Net (Rounds.cs): -- rounds [python]; for NAS-BOWL (Bowl.cs): -- bowl surrogate|motifs|scores|speed [python]; for a step in a
// supernet (SupernetSteps.cs): -- supernet [steps] [python]; for the reuse of samples (Reuse/): -- reuse LOSSES [first seed] [seeds]
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
var python = args.Length > 1 ? args[1] : "/usr/bin/python3";

set_num_threads(1);
using var net = new CellNetwork(16, 10);
using var optimizer = optim.SGD(net.parameters(), 0.01, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
using var images = rand(128, 3, 32, 32);
using var classes = randint(0, 10, [128], ScalarType.Int64);

using var peer = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "training_step.py")])
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
    Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
})!;
for (var i = 0; i < 3; i++) (_, _) = (Own(), Peer());
List<double> own = [], theirs = [];
for (var i = 0; i < rounds; i++)
{
    own.Add(Own());
    theirs.Add(Peer());
}
peer.StandardInput.Close();
Console.WriteLine($"NasStudio.LibTorch  median {Median(own),7:F1} ms  (least {own.Min():F1})");
Console.WriteLine($"PyTorch             median {Median(theirs),7:F1} ms  (least {theirs.Min():F1})");
Console.WriteLine($"ratio of medians    {Median(own) / Median(theirs):F3}  over {rounds} rounds, batch 128, 16 channels, 32x32, one thread");

double Own()
{
    var start = Stopwatch.GetTimestamp();
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    using (var output = net.call(images))
    using (var loss = F.cross_entropy(output, classes))
        loss.backward();
    optimizer.step();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

double Peer()
{
    peer.StandardInput.WriteLine("step");
    peer.StandardInput.Flush();
    return double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
}

static double Median(List<double> values)
{
    var sorted = values.Order().ToArray();
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
