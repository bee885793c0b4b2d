using System.Buffers;
using System.Globalization;
using System.Text;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;

namespace NasStudio.Benchmarks.Importers;

/// <summary>
/// Comma-separated samples whose architectures NASLib wrote, as tuples of numbers in the column naslib_spec: of
/// NAS-Bench-101 (49 entries of the matrix, then 7 operations) or of DARTS (8 edges of each cell).
/// </summary>
/// <remarks>
/// Ruchte, Zela, Siems, Grabocka and Hutter, "NASLib: A Modular and Flexible Neural Architecture Search Library", 2020:
/// conversions.py of its spaces. Operations of NAS-Bench-101 are numbered input, output, maxpool3x3, conv1x1, conv3x3;
/// an edge of DARTS is (source, operation), two for each intermediate node, in the order of
/// <see cref="DartsOperation"/>. The columns are otherwise those of a table in text.
/// </remarks>
public sealed class NasLibSampleFormat : IBenchmarkFormat
{
    private const string Column = "naslib_spec";
    private const int Nodes = 7;
    private const int CellNumbers = 2 * DartsCell.EdgeCount;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789(), ");

    private static readonly string[] Operations =
        ["input", "output", "maxpool3x3", "conv1x1-bn-relu", "conv3x3-bn-relu"];

    /// <inheritdoc/>
    public string Kind => "naslib-sample";

    /// <inheritdoc/>
    public string Title => "NASLib's samples (.csv with the column naslib_spec)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
        => !head.Contains((byte)0) && Encoding.UTF8.GetString(head).Split('\n')
            .FirstOrDefault(line => !line.StartsWith('#'))?.Split(',').Any(name => name.Trim() == Column) == true;

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var table = new CsvFormat().Open(path, options with
        {
            Space = options.Space ?? new NasBench101Space(),   // until the first row says which
            Statements = options.Statements with { Architecture = Column },
        });
        var first = table.Rows.FirstOrDefault() ?? throw new BenchmarkException("There is no row.");
        var isDarts = first.Native.StartsWith("((", StringComparison.Ordinal);
        return table with
        {
            Space = options.Space ?? (isDarts ? new DartsSpace() : new NasBench101Space()),
            Rows = table.Rows.Select(row => row.Fault is null ? Converted(row) : row),
        };
    }

    private static BenchmarkRow Converted(BenchmarkRow row)
    {
        try
        {
            return row with { Native = Native(row.Native) };
        }
        catch (FormatException e)
        {
            return BenchmarkRow.Faulty(row.Place, $"has a {Column} that is none: {e.Message}");
        }
    }

    /// <summary>The native string of the spec.</summary>
    /// <exception cref="FormatException">It is none; says why.</exception>
    internal static string Native(string spec)
    {
        var numbers = Numbers(spec);
        return numbers.Length switch
        {
            Nodes * Nodes + Nodes => Cell101(numbers),
            2 * CellNumbers => Darts(numbers),
            _ => throw new FormatException(
                $"it has {numbers.Length} numbers; allowed: {Nodes * Nodes + Nodes} (NAS-Bench-101), "
                + $"{2 * CellNumbers} (DARTS)"),
        };
    }

    /// <summary>The numbers of nested tuples, whose nesting follows from their count.</summary>
    private static int[] Numbers(string spec)
    {
        if (spec.Length > 1000 || spec.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new FormatException("it holds more than digits, commas and brackets");
        }

        var digits = spec.Split(['(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. digits.Select(text => text.Length <= 2
                ? int.Parse(text, CultureInfo.InvariantCulture)
                : throw new FormatException($"the number {text} is too large")),
        ];
    }

    private static string Cell101(int[] numbers)
    {
        var operations = numbers[(Nodes * Nodes)..];
        if (operations.FirstOrDefault(o => o >= Operations.Length, -1) is >= 0 and var unknown)
        {
            throw new FormatException($"the operation {unknown} is not one of 0 to {Operations.Length - 1}");
        }

        var rows = numbers[..(Nodes * Nodes)].Chunk(Nodes).Select(row => $"[{string.Join(',', row)}]");
        var names = operations.Select(o => $"\"{Operations[o]}\"");
        return $$"""{"matrix":[{{string.Join(',', rows)}}],"ops":[{{string.Join(',', names)}}]}""";
    }

    private static string Darts(int[] numbers)
    {
        var cells = numbers.Chunk(CellNumbers).Select(cell =>
        {
            try
            {
                return new DartsCell(
                    [.. cell.Chunk(2).Select(edge => new DartsEdge((DartsOperation)edge[1], edge[0]))]);
            }
            catch (ArgumentException e)
            {
                throw new FormatException(e.Message, e);
            }
        }).ToList();
        return new DartsGenotype(cells[0], cells[1]).ToString();
    }
}
