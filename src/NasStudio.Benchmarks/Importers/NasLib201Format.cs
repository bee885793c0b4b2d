using System.Collections.Immutable;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Pickles;

namespace NasStudio.Benchmarks.Importers;

/// <summary>NASLib's exports of NAS-Bench-201: nb201_all.pickle and nb201_*_full_training.pickle.</summary>
/// <remarks>
/// Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", ICLR 2020, as
/// exported by NASLib (Ruchte et al. 2020). The file is a dict: native string -> data set -> 'eval_acc1es' and
/// 'train_acc1es' (a number, or a list with one for each epoch) and 'cost_info' or the same keys beside them ('params'
/// and 'flops' in millions, 'latency' in seconds). The last epoch counts.
/// </remarks>
public sealed class NasLib201Format : IBenchmarkFormat
{
    // cifar10-valid is trained on half of the training images and evaluated on the other; cifar10 on all of them, and
    // evaluated on the test images.
    private static readonly ImmutableArray<(string Key, string Name, MetricRole Role)> DataSets =
    [
        ("cifar10-valid", "cifar10_val_acc", MetricRole.Validation), ("cifar10", "cifar10_test_acc", MetricRole.Test),
        ("cifar100", "cifar100_val_acc", MetricRole.Validation),
        ("ImageNet16-120", "imagenet16_120_val_acc", MetricRole.Validation),
    ];

    private static readonly ImmutableArray<(string Key, string Name, string Title, string Unit, double Factor)> Costs =
    [
        ("params", "params", "Parameters", "M", 1), ("flops", "flops", "FLOPs", "M", 1),
        ("latency", "latency_ms", "Latency", "ms", 1000),
    ];

    /// <inheritdoc/>
    public string Kind => "naslib-201";

    /// <inheritdoc/>
    public string Title => "NAS-Bench-201 as NASLib exports it (nb201_*.pickle)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.StartsWith("nb201", StringComparison.OrdinalIgnoreCase)
            && fileName.EndsWith(".pickle", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Plain.Dictionary(Plain.Read(path), "The file");
        var (_, first) = root.Items.FirstOrDefault();
        if (first is null)
        {
            throw new BenchmarkException("The file has no architecture.");
        }

        var columns = Of(Plain.Dictionary(first, "The first architecture"));
        return new BenchmarkSource(
            options.SpaceOf(null, new NasBench201Space()), [.. columns.Select(column => column.Metric)],
            root.Items.Select((item, i) => Row(item.Key, item.Value, i, columns)),
            "NAS-Bench-201 (Dong and Yang, ICLR 2020), exported by NASLib")
        {
            Title = "NAS-Bench-201",
            Licence = "MIT",
        };
    }

    /// <summary>The metrics that an architecture has; all others must have the same.</summary>
    private static ImmutableArray<Column> Of(PickleDictionary architecture)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        foreach (var (key, name, role) in DataSets)
        {
            if (!architecture.TryGet(key, out var found))
            {
                continue;
            }

            var dataSet = Plain.Dictionary(found, key);
            if (dataSet.TryGet("eval_acc1es", out var accuracy))
            {
                var epochs = accuracy is PickleSequence { Items.Count: var count } ? $"_{count}" : "";
                var what = role == MetricRole.Test ? "Test" : "Validation";
                columns.Add(new Column(
                    Columns.Accuracy($"{name}{epochs}", $"{what} accuracy, {key}", role), key, "eval_acc1es", 1));
            }

            foreach (var cost in Costs)
            {
                if (Find(dataSet, cost.Key) is not null && key != "cifar10-valid")
                {
                    columns.Add(new Column(
                        Columns.Cost($"{Columns.DataSet(key)}_{cost.Name}", $"{cost.Title}, {key}", cost.Unit), key,
                        cost.Key, cost.Factor));
                }
            }
        }

        return columns.Count > 0 ? columns.ToImmutable() : throw new BenchmarkException(
            $"The first architecture has no metric of a data set; known data sets are "
            + $"{string.Join(", ", DataSets.Select(dataSet => dataSet.Key))}.");
    }

    private static BenchmarkRow Row(object? key, object? value, int index, ImmutableArray<Column> columns)
    {
        var place = $"architecture {index}";
        var native = Plain.Text(key, $"The key of {place}");
        var architecture = Plain.Dictionary(value, place);
        return new BenchmarkRow(place, native, [.. columns.Select(column => Value(architecture, column, place))]);
    }

    private static double Value(PickleDictionary architecture, Column column, string place)
    {
        var at = $"{place}['{column.DataSet}']";
        var dataSet = Plain.Dictionary(Plain.Item(architecture, column.DataSet, place), at);
        var found = Find(dataSet, column.Key) ?? throw new BenchmarkException($"{at} has no key '{column.Key}'.");
        var last = found is PickleSequence list
            ? list.Items.Count > 0 ? list.Items[^1] : throw new BenchmarkException($"{at}['{column.Key}'] is empty.")
            : found;
        return Plain.Number(last, $"{at}['{column.Key}']") * column.Factor;
    }

    private static object? Find(PickleDictionary dataSet, string key)
        => dataSet.TryGet(key, out var direct) ? direct
            : dataSet.TryGet("cost_info", out var costs) && costs is PickleDictionary found
                && found.TryGet(key, out var cost) ? cost
            : null;

    private sealed record Column(Metric Metric, string DataSet, string Key, double Factor);
}
