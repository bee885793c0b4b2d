using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Formats;

/// <summary>Which column of a table is what: one holds architectures, the others metrics or nothing of
/// interest.</summary>
internal sealed class TableColumns
{
    private static readonly ImmutableArray<string> UsuallyIgnored = ["index", "isomorphism_class"];

    private readonly int _width;
    private readonly int _architecture;
    private readonly ImmutableArray<(int Column, bool IsShare)> _values;   // one for each metric
    private readonly bool _allowsMissing;

    /// <exception cref="BenchmarkException">The columns cannot be told apart, or none is what it has to be.</exception>
    public TableColumns(IReadOnlyList<string> names, TableStatements said)
    {
        _width = names.Count;
        _allowsMissing = said.AllowsMissing ?? false;
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new BenchmarkException($"The column '{twice.Key}' is there {twice.Count()} times; allowed is once.");
        }

        var wanted = said.Architecture ?? "architecture";
        _architecture = Index(names, wanted, "holds the architectures");
        var ignored = said.Ignored ?? [.. UsuallyIgnored.Where(name => !said.Metrics.ContainsKey(name))];
        foreach (var name in said.Metrics.Keys.Concat(said.Reliability.Keys).Concat(said.Ignored ?? []))
        {
            _ = Index(names, name, "is spoken of");
        }

        var metrics = ImmutableArray.CreateBuilder<Metric>();
        var values = ImmutableArray.CreateBuilder<(int, bool)>();
        foreach (var (column, i) in names.Select((name, i) => (name, i)))
        {
            if (i == _architecture || ignored.Contains(column))
            {
                continue;
            }

            var stated = said.Metrics.GetValueOrDefault(column) ?? new MetricStatement(column);
            var metric = stated.Metric(NameOf(column));
            if (metrics.Any(other => other.Name == metric.Name))
            {
                throw new BenchmarkException($"Two columns give the metric '{metric.Name}'; rename '{column}'.");
            }

            metrics.Add(metric);
            values.Add((i, stated.Unit == MetricStatement.Share));
            GuessedUnits = stated.Unit is null ? GuessedUnits.Add(metric.Name) : GuessedUnits;
            Reliability = said.Reliability.TryGetValue(column, out var share)
                ? Reliability.SetItem(metric.Name, share) : Reliability;
        }

        (Metrics, _values) = (metrics.ToImmutable(), values.ToImmutable());
        if (Metrics.IsEmpty)
        {
            throw new BenchmarkException("The table has no column that is a metric.");
        }
    }

    public ImmutableArray<Metric> Metrics { get; }

    public ImmutableHashSet<string> GuessedUnits { get; } = [];

    public ImmutableSortedDictionary<string, double> Reliability { get; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Reads a row of cells; null or an empty text where one is missing.</summary>
    public BenchmarkRow Row(string place, IReadOnlyList<string?> cells)
    {
        if (cells.Count != _width)
        {
            return BenchmarkRow.Faulty(place, $"has {cells.Count} columns instead of {_width}");
        }

        if (cells[_architecture] is not { Length: > 0 } native)
        {
            return BenchmarkRow.Faulty(place, "has no architecture");
        }

        var values = ImmutableArray.CreateBuilder<double>(_values.Length);
        foreach (var (column, isShare) in _values)
        {
            var cell = cells[column].AsSpan().Trim();
            if (IsMissing(cell))
            {
                values.Add(double.NaN);
            }
            else if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value))
            {
                values.Add(isShare ? 100 * value : value);
            }
            else
            {
                var hint = values.Count == 0 && cell.IndexOfAnyInRange('a', 'z') >= 0
                    ? " (a column that is no metric can be ignored)" : "";
                return BenchmarkRow.Faulty(
                    place, $"{Metrics[values.Count].Name} is '{Short(cell)}', not a finite number{hint}");
            }
        }

        return new BenchmarkRow(place, native, values.MoveToImmutable());
    }

    // "nan" is a missing value only where there may be some; elsewhere it is the wrong type.
    private bool IsMissing(ReadOnlySpan<char> cell)
        => cell.IsEmpty || _allowsMissing && (cell.Equals("nan", StringComparison.OrdinalIgnoreCase)
            || cell.Equals("na", StringComparison.OrdinalIgnoreCase));

    private static string Short(ReadOnlySpan<char> cell) => cell.Length <= 40 ? $"{cell}" : $"{cell[..40]}...";

    private static int Index(IReadOnlyList<string> names, string wanted, string why)
        => names.Index().Where(pair => pair.Item == wanted).Select(pair => (int?)pair.Index).FirstOrDefault()
            ?? throw new BenchmarkException($"There is no column '{wanted}', which {why}; there is "
                + $"{string.Join(", ", names.Take(30))}.");

    /// <summary>A column's name as metrics are named: lower case, words joined by underscores.</summary>
    private static string NameOf(string column)
    {
        var name = new StringBuilder();
        foreach (var c in column.ToLowerInvariant())
        {
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9')
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var text = name.ToString().TrimEnd('_');
        return text.Length is > 0 and <= 100 && char.IsAsciiLetterLower(text[0]) ? text : throw new BenchmarkException(
            $"The column '{Short(column)}' has no name for a metric: it has to begin with a letter and be no longer than 100 "
            + "characters.");
    }
}
