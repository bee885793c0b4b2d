using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace NasStudio.Benchmarks.Tables;

/// <summary>Writes a file of the store (<see cref="TableLayout"/>).</summary>
internal static class TableWriter
{
    /// <summary>Writes beside the file and renames, so that the file is always whole.</summary>
    /// <param name="facts">What the benchmark says of itself; its counts are filled in.</param>
    /// <param name="natives">// (rows)</param>
    /// <param name="columns">// (metrics)(rows)</param>
    /// <param name="classes">// (rows)</param>
    /// <param name="file">The file.</param>
    public static BenchmarkFacts Write(
        BenchmarkFacts facts, List<string> natives, ImmutableArray<List<double>> columns, List<string> classes, string file)
    {
        var texts = natives.ConvertAll(Encoding.UTF8.GetBytes);
        var firstRows = new int[classes.Count];
        var firstOf = new Dictionary<ulong, int>();
        for (var row = 0; row < firstRows.Length; row++)
        {
            var key = TableKeys.OfClass(classes[row]);
            firstRows[row] = firstOf.TryGetValue(key, out var first) ? first : firstOf[key] = row;
        }

        facts = facts with
        {
            Rows = natives.Count,
            Classes = firstOf.Count,
            TextBytes = texts.Sum(text => (long)text.Length)
        };
        var header = TableLayout.Write(facts);
        if (header.Length > TableLayout.MaxHeaderBytes)
        {
            throw new BenchmarkException(
                $"What the table says of itself takes {header.Length:N0} bytes; allowed are {TableLayout.MaxHeaderBytes:N0}.");
        }

        var layout = new TableLayout(facts, header.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var draft = $"{file}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part";
        try
        {
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                stream.Position = TableLayout.PrologueBytes;
                stream.Write(header);
                stream.Position = layout.Columns;
                foreach (var column in columns)
                {
                    Put<double>(stream, CollectionsMarshal.AsSpan(column));
                }

                Index(stream, layout.Keys, layout.KeyRows, texts.Select((text, row) => (TableKeys.OfNative(text), row)));
                Index(stream, layout.ClassKeys, layout.ClassRows, firstOf.Select(pair => (pair.Key, pair.Value)));
                stream.Position = layout.FirstRows;
                Put<int>(stream, firstRows);
                stream.Position = layout.TextEnds;
                long end = 0;
                Put<long>(stream, [.. texts.Select(text => end += text.Length)]);
                texts.ForEach(text => stream.Write(text));
                Prologue(stream, header.Length, layout.End);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
            return facts;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Index(Stream stream, long keysAt, long rowsAt, IEnumerable<(ulong Key, int Row)> entries)
    {
        var sorted = entries.Order().ToList();
        stream.Position = keysAt;
        Put<ulong>(stream, [.. sorted.Select(entry => entry.Key)]);
        stream.Position = rowsAt;
        Put<int>(stream, [.. sorted.Select(entry => entry.Row)]);
    }

    private static void Prologue(FileStream stream, int headerBytes, long fileBytes)
    {
        Span<byte> prologue = stackalloc byte[TableLayout.PrologueBytes];
        TableLayout.Magic.CopyTo(prologue);
        BinaryPrimitives.WriteInt32LittleEndian(prologue[8..], TableLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(prologue[12..], headerBytes);
        BinaryPrimitives.WriteInt64LittleEndian(prologue[16..], fileBytes);
        stream.Position = TableLayout.PrologueBytes;
        SHA256.HashData(stream, prologue[^TableLayout.ChecksumBytes..]);
        stream.Position = 0;
        stream.Write(prologue);
    }

    private static void Put<T>(Stream stream, ReadOnlySpan<T> values) where T : struct
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Files of the store are little-endian, as this machine is not.");
        }

        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
