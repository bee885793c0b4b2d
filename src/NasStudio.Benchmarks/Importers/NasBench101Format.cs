using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Importers;

/// <summary>NAS-Bench-101's own files: nasbench_only108.tfrecord, and nasbench_full.tfrecord with 4, 12, 36 and 108
/// epochs.</summary>
/// <remarks>
/// Ying, Klein, Christiansen, Real, Murphy and Hutter, "NAS-Bench-101: Towards Reproducible Neural Architecture
/// Search", ICML 2019. A record is one training: a JSON array of the cell's fingerprint, the epochs, its matrix as a
/// text of 0 and 1, its operations joined by commas, and the message ModelMetrics (nasbench/lib/model_metrics.proto) in
/// base64. The trainings of a cell are averaged. Each fingerprint is compared with the space's own. Accuracies become
/// percent.
/// </remarks>
public sealed class NasBench101Format : IBenchmarkFormat
{
    private const int MostRecordBytes = 1 << 16;               // the published ones have some 400
    private const int MostEpochCounts = 16;

    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    /// <inheritdoc/>
    public string Kind => "nas-bench-101";

    /// <inheritdoc/>
    public string Title => "NAS-Bench-101 (nasbench_only108.tfrecord)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.EndsWith(".tfrecord", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    /// <remarks>Reads the whole file: the trainings of a cell do not stand together in it.</remarks>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var space = new NasBench101Space();
        var cells = ReadAll(path, space, options.Limits.Rows);
        ImmutableArray<int> epochs = [.. cells.Values.SelectMany(cell => cell.EpochCounts).Distinct().Order()];
        return epochs.IsEmpty
            ? throw new BenchmarkException("The file has no record.")
            : new BenchmarkSource(
                options.SpaceOf(null, space), [.. epochs.SelectMany(Metrics), Columns.Cost("params", "Parameters", "")],
                cells.Values.Select((cell, i) => cell.Row($"cell {i}", epochs)),
                "NAS-Bench-101 (Ying et al., ICML 2019), mean of three trainings")
            {
                Title = "NAS-Bench-101",
                Licence = "Apache-2.0",
                AllowsMissing = epochs.Length > 1,
            };
    }

    private static IEnumerable<Metric> Metrics(int epochs) =>
    [
        Columns.Accuracy($"val_acc_{epochs}", $"Validation accuracy, {epochs} epochs", MetricRole.Validation),
        Columns.Accuracy($"test_acc_{epochs}", $"Test accuracy, {epochs} epochs", MetricRole.Test),
        Columns.Cost($"train_seconds_{epochs}", $"Training time, {epochs} epochs", "s"),
        Columns.Accuracy(
            $"halfway_val_acc_{epochs}", $"Validation accuracy halfway to {epochs} epochs", MetricRole.Validation),
        Columns.Accuracy($"halfway_test_acc_{epochs}", $"Test accuracy halfway to {epochs} epochs", MetricRole.Test),
    ];

    private static OrderedDictionary<string, MeasuredCell> ReadAll(string path, NasBench101Space space, int mostCells)
    {
        try
        {
            using var stream = PackedInput.Open(path);
            var cells = new OrderedDictionary<string, MeasuredCell>(StringComparer.Ordinal);
            foreach (var (offset, bytes) in TfRecordInput.Read(stream, MostRecordBytes))
            {
                var place = $"the record at byte {offset}";
                var record = Parse(bytes, place);
                if (!cells.TryGetValue(record.Fingerprint, out var cell))
                {
                    if (cells.Count == mostCells)
                    {
                        throw new BenchmarkException(
                            $"The file has more than {mostCells} cells, the most that are read.");
                    }

                    cell = new MeasuredCell(record.Native, record.Parameters);
                    RequireFingerprint(space, record, place);
                    cells.Add(record.Fingerprint, cell);
                }

                cell.Add(record.Epochs, record.Values);
            }

            return cells;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BenchmarkException($"The file cannot be read: {e.Message}", e);
        }
    }

    private static void RequireFingerprint(NasBench101Space space, Training record, string place)
    {
        Architecture architecture;
        try
        {
            architecture = space.Parse(record.Native);
        }
        catch (FormatException e)
        {
            throw new BenchmarkException($"In {place}: {e.Message}", e);
        }

        if (space.IsomorphismClass(architecture) is var own && own != record.Fingerprint)
        {
            throw new BenchmarkException(
                $"In {place} the fingerprint is '{record.Fingerprint}', but its cell has {own}.");
        }
    }

    private static Training Parse(ReadOnlyMemory<byte> bytes, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Flat);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 5)
            {
                throw new FormatException("it is not an array of fingerprint, epochs, matrix, operations and metrics");
            }

            var epochs = root[1].GetInt32();
            var fingerprint = root[0].GetString() ?? "";
            if (epochs is < 1 or > 10_000 || fingerprint.Length != 32)
            {
                throw new FormatException(
                    $"the epochs are {epochs} and the fingerprint has {fingerprint.Length} digits");
            }

            var native = Native(root[2].GetString() ?? "", root[3].GetString() ?? "");
            var (parameters, values) = ModelMetrics.Read(root[4].GetBytesFromBase64());
            return new Training(fingerprint, epochs, native, parameters, values);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or InvalidProtocolBufferException)
        {
            throw new BenchmarkException($"In {place}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static string Native(string matrix, string operations)
    {
        var nodes = (int)Math.Sqrt(matrix.Length);
        if (nodes * nodes != matrix.Length || nodes is < 2 or > 7 || operations.Length > 200
            || matrix.AsSpan().ContainsAnyExcept('0', '1'))
        {
            throw new FormatException(
                "the matrix is not a square of 2 to 7 rows of 0 and 1, or the operations are too long");
        }

        var rows = matrix.Chunk(nodes).Select(row => $"[{string.Join(',', row)}]");
        var names = JsonSerializer.Serialize(operations.Split(','));
        return $$"""{"matrix":[{{string.Join(',', rows)}}],"ops":{{names}}}""";
    }

    private sealed record Training(
        string Fingerprint, int Epochs, string Native, double Parameters, ImmutableArray<double> Values);

    /// <summary>A cell with the sums over its trainings.</summary>
    private sealed class MeasuredCell(string native, double parameters)
    {
        private readonly SortedList<int, (double[] Sums, int Count)> _sums = [];

        public IEnumerable<int> EpochCounts => _sums.Keys;

        public void Add(int epochs, ImmutableArray<double> values)
        {
            if (!_sums.TryGetValue(epochs, out var sum))
            {
                sum = _sums.Count < MostEpochCounts ? (new double[values.Length], 0) : throw new BenchmarkException(
                    $"A cell was trained for more than {MostEpochCounts} different numbers of epochs.");
            }

            for (var i = 0; i < values.Length; i++)
            {
                sum.Sums[i] += values[i];
            }

            _sums[epochs] = (sum.Sums, sum.Count + 1);
        }

        public BenchmarkRow Row(string place, ImmutableArray<int> epochs) => new(
            place, native,
            [
                .. epochs.SelectMany(e => _sums.TryGetValue(e, out var sum)
                    ? sum.Sums.Select(value => value / sum.Count)
                    : Enumerable.Repeat(double.NaN, ModelMetrics.ValueCount)),
                parameters,
            ]);
    }
}
