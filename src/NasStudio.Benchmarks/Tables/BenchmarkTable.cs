using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Tables;

/// <summary>A stored benchmark: architectures by row, metrics by column, mapped into memory.</summary>
/// <remarks>Immutable and safe for concurrent use until it is disposed. Deleting the file does not disturb
/// it.</remarks>
public sealed class BenchmarkTable : IDisposable
{
    /// <summary>How files of the store end.</summary>
    public const string Extension = ".nasbench";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _memory;
    private readonly TableLayout _at;

    private BenchmarkTable(MemoryMappedFile file, BenchmarkFacts facts, TableLayout layout)
    {
        (_file, Facts, _at) = (file, facts, layout);
        Metrics = facts.Metrics;
        _view = file.CreateViewAccessor(0, layout.End, MemoryMappedFileAccess.Read);
        _memory = _view.SafeMemoryMappedViewHandle;
    }

    /// <summary>What it says of itself.</summary>
    public BenchmarkFacts Facts { get; }

    /// <summary>Its metrics, in the order of its columns.</summary>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>How many architectures it has.</summary>
    public int Rows => Facts.Rows;

    /// <summary>Opens a file of the store and checks that it is whole.</summary>
    /// <exception cref="BenchmarkException">It is damaged, cut off, of another version or no such file.</exception>
    public static BenchmarkTable Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var (facts, layout, checksum) = Head(stream, path);
            stream.Position = TableLayout.PrologueBytes;
            if (!SHA256.HashData(stream).AsSpan().SequenceEqual(checksum))
            {
                throw Damaged(path, "its checksum is wrong");
            }

            var file = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new BenchmarkTable(file, facts, layout);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The benchmark {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>What a file of the store says of itself; looks at its head only.</summary>
    /// <exception cref="BenchmarkException">It is damaged, cut off, of another version or no such file.</exception>
    public static BenchmarkFacts ReadFacts(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Head(stream, path).Facts;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The benchmark {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The row of an architecture; null where it has none.</summary>
    /// <param name="native">Native string in canonical spelling.</param>
    public int? Find(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        var room = Encoding.UTF8.GetMaxByteCount(native.Length);
        var buffer = room <= 1024 ? stackalloc byte[1024] : new byte[room];
        ReadOnlySpan<byte> wanted = buffer[..Encoding.UTF8.GetBytes(native, buffer)];
        var key = TableKeys.OfNative(wanted);
        for (var at = FirstOf(_at.Keys, Rows, key); at < Rows && KeyAt(_at.Keys, at) == key; at++)
        {
            var row = IntAt(_at.KeyRows, at);
            if (wanted.SequenceEqual(Text(row)))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The first row of an isomorphism class; null where the class has none.</summary>
    public int? FindClass(string isomorphismClass)
    {
        ArgumentNullException.ThrowIfNull(isomorphismClass);
        var key = TableKeys.OfClass(isomorphismClass);
        var at = FirstOf(_at.ClassKeys, Facts.Classes, key);
        return at < Facts.Classes && KeyAt(_at.ClassKeys, at) == key ? IntAt(_at.ClassRows, at) : null;
    }

    /// <summary>The first row that is isomorphic to a row.</summary>
    public int FirstOfClass(int row) => IntAt(_at.FirstRows, Checked(row));

    /// <summary>The native string of a row.</summary>
    public string Native(int row) => Encoding.UTF8.GetString(Text(Checked(row)));

    /// <summary>A value; NaN where it is missing.</summary>
    public double Value(int row, int metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)metric, (uint)Metrics.Length, nameof(metric));
        return _memory.Read<double>((ulong)(_at.Columns + 8 * ((long)metric * Rows + Checked(row))));
    }

    /// <summary>A value; NaN where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such metric; says which there are.</exception>
    public double Value(int row, string metric) => Value(row, IndexOf(metric));

    /// <summary>All values of a metric. // (rows)</summary>
    /// <exception cref="ArgumentException">There is no such metric; says which there are.</exception>
    public double[] Column(string metric)
    {
        var values = new double[Rows];
        _memory.ReadSpan((ulong)(_at.Columns + 8L * IndexOf(metric) * Rows), values.AsSpan());
        return values;
    }

    /// <summary>The native string of every row, in order.</summary>
    public IEnumerable<string> Natives() => Enumerable.Range(0, Rows).Select(Native);

    /// <summary>The best row by an objective among those that keep every constraint and lack none of the values; equals
    /// by row. Null where there is none.</summary>
    /// <param name="objective">What is best.</param>
    /// <param name="constraints">What has to be kept.</param>
    /// <param name="isomorphic">Whether only the first row of each isomorphism class counts, as where they share a
    /// value.</param>
    /// <exception cref="ArgumentException">There is no such metric; says which there are.</exception>
    public BenchmarkOptimum? Optimum(
        Objective objective, IReadOnlyList<Constraint>? constraints = null,
        IsomorphicCells isomorphic = IsomorphicCells.Own)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var sign = objective.Direction == Direction.Minimize ? 1 : -1;
        var values = Column(objective.Metric);
        var bounds = (constraints ?? []).Select(c => (Constraint: c, Values: Column(c.Metric))).ToList();
        int? best = null;
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]) && (best is null || sign * values[row] < sign * values[best.Value])
                && bounds.TrueForAll(bound => bound.Constraint.Violation(bound.Values[row]) == 0)
                && (isomorphic == IsomorphicCells.Own || FirstOfClass(row) == row))
            {
                best = row;
            }
        }

        return best is { } found ? new BenchmarkOptimum(found, Native(found), values[found]) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static (BenchmarkFacts Facts, TableLayout Layout, byte[] Checksum) Head(FileStream stream, string path)
    {
        Span<byte> prologue = stackalloc byte[TableLayout.PrologueBytes];
        if (stream.ReadAtLeast(prologue, prologue.Length, throwOnEndOfStream: false) < prologue.Length
            || !prologue.StartsWith(TableLayout.Magic))
        {
            throw Damaged(path, "it does not begin like one");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(prologue[8..]) is not TableLayout.Version and var version)
        {
            throw new BenchmarkException(
                $"The benchmark {path} is of version {version}; this program reads version {TableLayout.Version}. Import it anew.");
        }

        var headerBytes = BinaryPrimitives.ReadInt32LittleEndian(prologue[12..]);
        if (headerBytes is < 0 or > TableLayout.MaxHeaderBytes
            || BinaryPrimitives.ReadInt64LittleEndian(prologue[16..]) is var bytes && bytes != stream.Length)
        {
            throw Damaged(path, $"it is cut off or overlong at {stream.Length:N0} bytes");
        }

        var header = new byte[headerBytes];
        try
        {
            stream.ReadExactly(header);
            var facts = TableLayout.Read(header);
            var layout = new TableLayout(facts, headerBytes);
            return layout.End == stream.Length ? (facts, layout, prologue[^TableLayout.ChecksumBytes..].ToArray())
                : throw Damaged(path, "its header does not fit its size");
        }
        catch (Exception problem) when (problem is JsonException or OverflowException or EndOfStreamException)
        {
            throw Damaged(path, "its header cannot be read", problem);
        }
    }

    private static BenchmarkException Damaged(string path, string how, Exception? cause = null)
    {
        var text = $"The file {path} is no benchmark or a damaged one: {how}. Import the benchmark anew.";
        return cause is null ? new BenchmarkException(text) : new BenchmarkException(text, cause);
    }

    private int Checked(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return row;
    }

    private int IndexOf(string metric)
    {
        var index = Metrics.Index().Where(m => m.Item.Name == metric).Select(m => (int?)m.Index).FirstOrDefault();
        return index ?? throw new ArgumentException(
            $"The benchmark has no metric '{metric}'; it has {string.Join(", ", Metrics.Select(m => m.Name))}.",
            nameof(metric));
    }

    /// <summary>The first position whose key is not smaller (binary search).</summary>
    private int FirstOf(long section, int count, ulong key)
    {
        var (from, to) = (0, count);
        while (from < to)
        {
            var middle = from + (to - from) / 2;
            (from, to) = KeyAt(section, middle) < key ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private byte[] Text(int row)
    {
        var end = _memory.Read<long>((ulong)(_at.TextEnds + 8L * row));
        var start = row == 0 ? 0 : _memory.Read<long>((ulong)(_at.TextEnds + 8L * (row - 1)));
        var text = new byte[end - start];
        _memory.ReadSpan((ulong)(_at.Text + start), text.AsSpan());
        return text;
    }

    private ulong KeyAt(long section, int index) => _memory.Read<ulong>((ulong)(section + 8L * index));

    private int IntAt(long section, int index) => _memory.Read<int>((ulong)(section + 4L * index));
}

/// <summary>The best row of a benchmark.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Native">Its native string.</param>
/// <param name="Value">Its value of the objective, in the metric's unit.</param>
public sealed record BenchmarkOptimum(int Row, string Native, double Value);
