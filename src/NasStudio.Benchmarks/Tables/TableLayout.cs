using System.Text.Json;
using System.Text.Json.Serialization;

namespace NasStudio.Benchmarks.Tables;

/// <summary>
/// Where everything stands in a file of the store. Little-endian; each section begins at a multiple of eight.
/// </summary>
/// <remarks>
/// | section | content |
/// |---|---|
/// | prologue | magic, version, bytes of the header, bytes of the file, SHA-256 of everything behind the prologue |
/// | header | <see cref="BenchmarkFacts"/> as JSON |
/// | columns | float64 for each metric and row, column by column, NaN where missing |
/// | keys | uint64 hash of each native string, ascending |
/// | key rows | int32 row of each key |
/// | class keys | uint64 hash of each isomorphism class, ascending |
/// | class rows | int32 first row of each class |
/// | first rows | int32 for each row: the first row of its class |
/// | text ends | int64 for each row: where its native string ends in the text |
/// | text | native strings in UTF-8, row by row |
/// </remarks>
internal sealed class TableLayout
{
    public const int Version = 1;
    public const int PrologueBytes = 8 + 4 + 4 + 8 + ChecksumBytes;
    public const int ChecksumBytes = 32;
    public const int MaxHeaderBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public TableLayout(BenchmarkFacts facts, int headerBytes)
    {
        checked
        {
            long rows = facts.Rows, classes = facts.Classes;
            Columns = Aligned(PrologueBytes + headerBytes);
            Keys = Columns + 8 * rows * facts.Columns.Length;
            KeyRows = Keys + 8 * rows;
            ClassKeys = Aligned(KeyRows + 4 * rows);
            ClassRows = ClassKeys + 8 * classes;
            FirstRows = Aligned(ClassRows + 4 * classes);
            TextEnds = Aligned(FirstRows + 4 * rows);
            Text = TextEnds + 8 * rows;
            End = Text + facts.TextBytes;
        }
    }

    public static ReadOnlySpan<byte> Magic => "NASBENCH"u8;

    public long Columns { get; }
    public long Keys { get; }
    public long KeyRows { get; }
    public long ClassKeys { get; }
    public long ClassRows { get; }
    public long FirstRows { get; }
    public long TextEnds { get; }
    public long Text { get; }
    public long End { get; }

    public static byte[] Write(BenchmarkFacts facts) => JsonSerializer.SerializeToUtf8Bytes(facts, Json);

    /// <exception cref="JsonException">It is no header.</exception>
    public static BenchmarkFacts Read(ReadOnlySpan<byte> header)
    {
        var facts = JsonSerializer.Deserialize<BenchmarkFacts>(header, Json);
        return facts is { Rows: > 0, Classes: > 0, TextBytes: > 0, Columns.IsDefaultOrEmpty: false, Notes.IsDefault: false }
            && facts.Classes <= facts.Rows ? facts : throw new JsonException("The header counts nothing.");
    }

    private static long Aligned(long position) => position + 7 & ~7L;
}
