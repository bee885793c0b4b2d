namespace NasStudio.Benchmarks.Formats;

/// <summary>Makes a benchmark's source of a table in text.</summary>
internal static class TableSource
{
    /// <summary>A source whose rows are read each time they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the importer was told.</param>
    /// <param name="read">Reads names of columns, then rows of cells, from an input behind its leading
    /// comments.</param>
    public static BenchmarkSource Open(string path, BenchmarkReadOptions options, Func<TextInput, string?, ITableReader> read)
    {
        using var head = new TextInput(path, options.Limits);
        var (said, first) = Comments(head);
        said = options.Statements.Over(said);
        var space = options.SpaceOf(said.Space);
        var columns = new TableColumns(read(head, first).Columns, said);
        TextInput? input = null;
        return new BenchmarkSource(space, columns.Metrics, Rows(), said.Origin ?? "")
        {
            Title = said.Title,
            Licence = said.Licence ?? "",
            Isomorphic = said.Isomorphic ?? IsomorphicCells.Own,
            Fidelity = said.Fidelity ?? "epochs",
            Reliability = columns.Reliability,
            Notes = said.Notes,
            AllowsMissing = said.AllowsMissing ?? false,
            AveragesRepeats = said.AveragesRepeats ?? false,
            GuessedUnits = columns.GuessedUnits,
            Fraction = () => input?.Fraction ?? 0,
        };

        IEnumerable<BenchmarkRow> Rows()
        {
            using var opened = new TextInput(path, options.Limits);
            input = opened;
            var (_, line) = Comments(opened);
            foreach (var (number, cells, fault) in read(opened, line).Rows())
            {
                yield return fault is null ? columns.Row($"line {number}", cells)
                    : BenchmarkRow.Faulty($"line {number}", fault);
            }

            input = null;
        }
    }

    /// <summary>What the leading comment lines say, and the first line behind them.</summary>
    private static (TableStatements Said, string? First) Comments(TextInput input)
    {
        var said = new TableStatements();
        while (input.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                try
                {
                    said = said.With(line[1..]);
                }
                catch (BenchmarkException problem)
                {
                    throw new BenchmarkException($"Line {input.Line}: {problem.Message}", problem);
                }
            }
            else if (line.Length > 0)
            {
                return (said, line);
            }
        }

        return (said, null);
    }
}

/// <summary>Reads the columns and rows of a table in text.</summary>
internal interface ITableReader
{
    /// <summary>Names of the columns.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The rows; the cells of one are good until the next is asked for.</summary>
    IEnumerable<(int Line, IReadOnlyList<string?> Cells, string? Fault)> Rows();
}
