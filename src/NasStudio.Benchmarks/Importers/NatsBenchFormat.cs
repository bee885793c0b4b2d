using System.Collections.Immutable;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Pickles;

namespace NasStudio.Benchmarks.Importers;

/// <summary>
/// NATS-Bench's topology space, which is NAS-Bench-201's, in its folder NATS-tss-v1_0-...-simple: meta.pickle.pbz2 and,
/// beside it, a file for each architecture, 000000.pickle.pbz2 and so on. The file that is imported is
/// meta.pickle.pbz2.
/// </summary>
/// <remarks>
/// Dong, Liu, Musial and Gabrys, "NATS-Bench: Benchmarking NAS Algorithms for Architecture Topology and Size", TPAMI
/// 2021. meta is a dict with 'meta_archs', the native strings; an architecture's file a dict: epochs ('12', '200') ->
/// 'all_results' -> (data set, seed) -> 'eval_acc1es' ('x-valid@199' and so on -> percent), 'params' and 'flop' in
/// millions, 'latency' (a list of seconds). The mean over seeds of the last epoch counts. One architecture is in memory
/// at a time. The benchmark as one file is not read: unpacked it holds some 10^8 numbers.
/// </remarks>
public sealed class NatsBenchFormat : IBenchmarkFormat
{
    // As the benchmark's own API splits: validation values come from cifar10-valid, test values from cifar10.
    private static readonly ImmutableArray<(string Name, string DataSet, string Set, MetricRole Role)> Accuracies =
    [
        ("cifar10_val_acc", "cifar10-valid", "x-valid", MetricRole.Validation),
        ("cifar10_test_acc", "cifar10", "ori-test", MetricRole.Test),
        ("cifar100_val_acc", "cifar100", "x-valid", MetricRole.Validation),
        ("cifar100_test_acc", "cifar100", "x-test", MetricRole.Test),
        ("imagenet16_120_val_acc", "ImageNet16-120", "x-valid", MetricRole.Validation),
        ("imagenet16_120_test_acc", "ImageNet16-120", "x-test", MetricRole.Test),
    ];

    private static readonly ImmutableArray<string> CostDataSets = ["cifar10", "cifar100", "ImageNet16-120"];

    private static readonly ImmutableArray<string> Epochs = ["12", "200"];

    /// <inheritdoc/>
    public string Kind => "nats-bench";

    /// <inheritdoc/>
    public string Title => "NATS-Bench, topology (meta.pickle.pbz2 of the folder NATS-tss-v1_0-...-simple)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.Equals("meta.pickle.pbz2", StringComparison.OrdinalIgnoreCase)
            || fileName.Equals("meta.pickle", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var meta = Plain.Dictionary(Plain.Read(path), "The file");
        var list = Plain.Sequence(Plain.Item(meta, "meta_archs", "The file"), "meta_archs");
        ImmutableArray<string> natives =
            [.. list.Items.Select((native, i) => Plain.Text(native, $"meta_archs[{i}]"))];
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var metrics = from epochs in Epochs
                      from accuracy in Accuracies
                      let what = accuracy.Role == MetricRole.Test ? "Test" : "Validation"
                      select Columns.Accuracy(
                          $"{accuracy.Name}_{epochs}", $"{what} accuracy, {accuracy.DataSet}, {epochs} epochs",
                          accuracy.Role);
        var costs = from name in CostDataSets
                    from cost in new[]
                    {
                        Columns.Cost($"{Columns.DataSet(name)}_params", $"Parameters, {name}", "M"),
                        Columns.Cost($"{Columns.DataSet(name)}_flops", $"FLOPs, {name}", "M"),
                        Columns.Cost($"{Columns.DataSet(name)}_latency_ms", $"Latency, {name}", "ms"),
                    }
                    select cost;
        return new BenchmarkSource(
            options.SpaceOf(null, new NasBench201Space()), [.. metrics, .. costs], Rows(folder, natives),
            "NATS-Bench (Dong et al., TPAMI 2021), topology search space v1.0")
        {
            Title = "NATS-Bench (topology)",
            Licence = "MIT",
            AllowsMissing = true,
        };
    }

    private static IEnumerable<BenchmarkRow> Rows(string folder, ImmutableArray<string> natives)
    {
        for (var i = 0; i < natives.Length; i++)
        {
            var path = new[] { $"{i:D6}.pickle.pbz2", $"{i:D6}.pickle" }
                .Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            yield return path is null
                ? BenchmarkRow.Faulty($"architecture {i}", $"has no file {i:D6}.pickle.pbz2 beside the one given")
                : Row(Path.GetFileName(path), path, natives[i]);
        }
    }

    private static BenchmarkRow Row(string place, string path, string native)
    {
        var root = Plain.Dictionary(Plain.Read(path), place);
        var trials = Epochs.ToDictionary(epochs => epochs, epochs => Trials(root, epochs, place));
        var values = ImmutableArray.CreateBuilder<double>();
        foreach (var epochs in Epochs)
        {
            foreach (var (_, dataSet, set, _) in Accuracies)
            {
                values.Add(Mean(trials[epochs], dataSet, trial => Accuracy(trial, set, epochs, place)));
            }
        }

        foreach (var dataSet in CostDataSets)
        {
            values.Add(Mean(trials[Epochs[^1]], dataSet, trial => Cost(trial, "params", place)));
            values.Add(Mean(trials[Epochs[^1]], dataSet, trial => Cost(trial, "flop", place)));
            values.Add(Mean(trials[Epochs[^1]], dataSet, trial => LatencyMs(trial, place)));
        }

        return new BenchmarkRow(place, native, values.ToImmutable());
    }

    private static List<(string DataSet, PickleDictionary Trial)> Trials(
        PickleDictionary root, string epochs, string place)
    {
        if (!root.TryGet(epochs, out var found))
        {
            return [];
        }

        var at = $"{place}['{epochs}']";
        var all = Plain.Dictionary(Plain.Item(Plain.Dictionary(found, at), "all_results", at), $"{at}['all_results']");
        return
        [
            .. all.Items.Select(item => item.Key is PickleSequence { Items: [string dataSet, _] }
                ? (dataSet, Plain.Dictionary(item.Value, $"{at}['all_results'] of {dataSet}"))
                : throw new BenchmarkException($"A key of {at}['all_results'] is not a data set with a seed.")),
        ];
    }

    /// <summary>The mean over the trials that have a value; NaN where none has.</summary>
    private static double Mean(
        List<(string DataSet, PickleDictionary Trial)> trials, string dataSet, Func<PickleDictionary, double> value)
        => trials.Where(trial => trial.DataSet == dataSet).Select(trial => value(trial.Trial))
            .Where(number => !double.IsNaN(number)).DefaultIfEmpty(double.NaN).Average();

    private static double Accuracy(PickleDictionary trial, string set, string epochs, string place)
    {
        var accuracies = Plain.Dictionary(Plain.Item(trial, "eval_acc1es", place), $"{place}: eval_acc1es");
        var total = int.Parse(epochs, System.Globalization.CultureInfo.InvariantCulture);
        return accuracies.TryGet($"{set}@{total - 1}", out var value)
            ? Plain.Number(value, $"{place}: eval_acc1es['{set}@{total - 1}']")
            : double.NaN;
    }

    private static double Cost(PickleDictionary trial, string key, string place)
        => trial.TryGet(key, out var value) && value is not null
            ? Plain.Number(value, $"{place}: {key}")
            : double.NaN;

    private static double LatencyMs(PickleDictionary trial, string place)
        => trial.TryGet("latency", out var value) && value is PickleSequence { Items.Count: > 0 }
            ? 1000 * Plain.Numbers(value, $"{place}: latency").Average()
            : double.NaN;
}
