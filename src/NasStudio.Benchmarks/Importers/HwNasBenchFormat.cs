using System.Collections.Immutable;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Pickles;

namespace NasStudio.Benchmarks.Importers;

/// <summary>HW-NAS-Bench-v1_0.pickle: what NAS-Bench-201 cells cost on six devices.</summary>
/// <remarks>
/// Li, Yu, Fu, Zhang, Zhao, You, Yu, Wang and Lin, "HW-NAS-Bench: Hardware-Aware Neural Architecture Search Benchmark",
/// ICLR 2021. The file is a dict: nasbench201 -> data set -> 'config' (a list of dicts with 'arch_str') and, for each
/// metric, a list of 15,625 numbers in the same order. The part 'fbnet' prices blocks, not architectures, and is not
/// read.
/// </remarks>
public sealed class HwNasBenchFormat : IBenchmarkFormat
{
    private static readonly ImmutableArray<string> DataSets = ["cifar10", "cifar100", "ImageNet16-120"];

    private static readonly ImmutableArray<(string Key, string Suffix, string Title, string Unit)> Costs =
    [
        ("edgegpu_latency", "_ms", "Latency, edge GPU", "ms"), ("edgegpu_energy", "_mj", "Energy, edge GPU", "mJ"),
        ("raspi4_latency", "_ms", "Latency, Raspberry Pi 4", "ms"),
        ("edgetpu_latency", "_ms", "Latency, edge TPU", "ms"), ("pixel3_latency", "_ms", "Latency, Pixel 3", "ms"),
        ("eyeriss_latency", "_ms", "Latency, Eyeriss", "ms"), ("eyeriss_energy", "_mj", "Energy, Eyeriss", "mJ"),
        ("eyeriss_arithmetic_intensity", "", "Arithmetic intensity, Eyeriss", "ops/bit"),
        ("fpga_latency", "_ms", "Latency, FPGA", "ms"), ("fpga_energy", "_mj", "Energy, FPGA", "mJ"),
    ];

    /// <inheritdoc/>
    public string Kind => "hw-nas-bench";

    /// <inheritdoc/>
    public string Title => "HW-NAS-Bench (HW-NAS-Bench-v1_0.pickle)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.StartsWith("HW-NAS-Bench", StringComparison.OrdinalIgnoreCase)
            && fileName.EndsWith(".pickle", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Plain.Dictionary(Plain.Read(path), "The file");
        var space = Plain.Dictionary(Plain.Item(root, "nasbench201", "The file"), "nasbench201");
        var metrics = ImmutableArray.CreateBuilder<Metric>();
        var columns = new List<ImmutableArray<double>>();
        ImmutableArray<string> natives = [];
        foreach (var name in DataSets)
        {
            if (!space.TryGet(name, out var found))
            {
                continue;
            }

            var place = $"nasbench201['{name}']";
            var dataSet = Plain.Dictionary(found, place);
            var here = Natives(dataSet, place);
            natives = natives.IsEmpty || natives.SequenceEqual(here)
                ? here
                : throw new BenchmarkException(
                    $"{place}['config'] lists other architectures than the data set before it.");
            foreach (var (key, suffix, title, unit) in Costs)
            {
                if (dataSet.TryGet(key, out var numbers))
                {
                    columns.Add(Column(numbers, $"{place}['{key}']", natives.Length));
                    metrics.Add(Columns.Cost(
                        $"{Columns.DataSet(name)}_{key}{suffix}", $"{title}, {name}", unit));
                }
            }
        }

        return metrics.Count == 0
            ? throw new BenchmarkException(
                $"nasbench201 has no metric of a data set; known are {string.Join(", ", DataSets)} with "
                + $"{string.Join(", ", Costs.Select(cost => cost.Key))}.")
            : new BenchmarkSource(
                options.SpaceOf(null, new NasBench201Space()), metrics.ToImmutable(), Rows(natives, columns),
                "HW-NAS-Bench (Li et al., ICLR 2021)")
            {
                Title = "HW-NAS-Bench",
                Licence = "MIT",
            };
    }

    private static IEnumerable<BenchmarkRow> Rows(
        ImmutableArray<string> natives, IReadOnlyList<ImmutableArray<double>> columns)
        => natives.Select((native, i) => new BenchmarkRow(
            $"architecture {i}", native, [.. columns.Select(column => column[i])]));

    private static ImmutableArray<string> Natives(PickleDictionary dataSet, string place)
    {
        var config = Plain.Sequence(Plain.Item(dataSet, "config", place), $"{place}['config']");
        return
        [
            .. config.Items.Select((item, i) =>
            {
                var at = $"{place}['config'][{i}]";
                return Plain.Text(Plain.Item(Plain.Dictionary(item, at), "arch_str", at), $"{at}['arch_str']");
            }),
        ];
    }

    private static ImmutableArray<double> Column(object? value, string place, int count)
    {
        var numbers = Plain.Numbers(value, place);
        return numbers.Length == count
            ? numbers
            : throw new BenchmarkException(
                $"{place} has {numbers.Length} numbers; allowed: {count}, one for each architecture.");
    }
}
