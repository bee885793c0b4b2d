using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Tables;

/// <summary>How far an import is.</summary>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Fraction">Share of the file read, in [0, 1]; null where that is unknown.</param>
public readonly record struct ImportProgress(int Rows, double? Fraction);

/// <summary>What an import is told besides its source.</summary>
/// <param name="Title">Name for people; the source's own goes before it.</param>
/// <param name="SpaceDefinition">The space's definition as JSON; null for a space that has no options.</param>
/// <param name="At">When it is.</param>
public sealed record ImportSettings(string Title, string? SpaceDefinition, DateTimeOffset At)
{
    /// <summary>Faults that are listed; the others are counted.</summary>
    public int FaultsShown { get; init; } = 20;

    /// <summary>Rows at most.</summary>
    public int MaxRows { get; init; } = 1_000_000;
}

/// <summary>Imports benchmarks into the store: whole, or not at all.</summary>
public static class BenchmarkImporter
{
    private const int ProgressEvery = 512;

    /// <summary>Reads a source to its end and writes it as a file of the store.</summary>
    /// <param name="source">The benchmark.</param>
    /// <param name="file">The file of the store; one that is there is replaced in one step.</param>
    /// <param name="settings">What else is to be known.</param>
    /// <param name="progress">Hears how far it is; null where nobody listens.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="BenchmarkException">The source has faults, the first of which are listed; nothing was
    /// written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing was written.</exception>
    public static BenchmarkFacts Import(
        BenchmarkSource source, string file, ImportSettings settings, Action<ImportProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        var rows = new Gathered(source, settings);
        foreach (var row in source.Rows)
        {
            rows.Add(row);
            if (rows.Read % ProgressEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(new ImportProgress(rows.Read, source.Fraction?.Invoke()));
            }
        }

        rows.Finish();
        progress?.Invoke(new ImportProgress(rows.Read, 1));
        cancellation.ThrowIfCancellationRequested();
        return TableWriter.Write(rows.Facts(), rows.Natives, rows.Columns, rows.Classes, file);
    }

    /// <summary>What has been read so far, checked row by row.</summary>
    private sealed class Gathered(BenchmarkSource source, ImportSettings settings)
    {
        private readonly Dictionary<string, (string Place, int Row)> _places = new(StringComparer.Ordinal);
        private readonly Dictionary<(int Metric, int Row), int> _repeats = [];
        private readonly List<string> _faults = [];
        private int _faultCount;

        public int Read { get; private set; }

        public List<string> Natives { get; } = [];

        /// <summary>Isomorphism class of each row.</summary>
        public List<string> Classes { get; } = [];

        /// <summary>Values by metric and row.</summary>
        public ImmutableArray<List<double>> Columns { get; } = [.. source.Metrics.Select(_ => new List<double>())];

        public void Add(BenchmarkRow row)
        {
            if (++Read > settings.MaxRows)
            {
                throw new BenchmarkException($"The table has more than the allowed {settings.MaxRows:N0} rows.");
            }

            if ((row.Fault ?? Take(row)) is not { } fault)
            {
                return;
            }

            _faultCount++;
            if (_faults.Count < settings.FaultsShown)
            {
                _faults.Add($"{row.Place}: {fault}");
            }
        }

        /// <summary>Keeps a row; says what is wrong with it otherwise.</summary>
        private string? Take(BenchmarkRow row)
        {
            Architecture architecture;
            try
            {
                architecture = source.Space.Parse(row.Native);
            }
            catch (FormatException problem)
            {
                return Short(problem.Message);
            }

            var isNew = _places.TryAdd(architecture.Native, (row.Place, Natives.Count));
            if (!isNew && !source.AveragesRepeats)
            {
                return $"{Short(architecture.Native)} is there already, at {_places[architecture.Native].Place}";
            }

            for (var metric = 0; metric < source.Metrics.Length; metric++)
            {
                if (Wrong(source.Metrics[metric], row.Values[metric]) is { } fault)
                {
                    return fault;
                }
            }

            if (!isNew)
            {
                Average(row, _places[architecture.Native].Row);
                return null;
            }

            Natives.Add(architecture.Native);
            Classes.Add(source.Space.IsomorphismClass(architecture));
            for (var metric = 0; metric < source.Metrics.Length; metric++)
            {
                Columns[metric].Add(row.Values[metric]);
            }

            return null;
        }

        /// <summary>Takes another row of an architecture into the means of its values.</summary>
        private void Average(BenchmarkRow row, int at)
        {
            for (var metric = 0; metric < source.Metrics.Length; metric++)
            {
                var (known, more) = (Columns[metric][at], row.Values[metric]);
                if (!double.IsNaN(known) && !double.IsNaN(more))
                {
                    var count = _repeats[(metric, at)] = _repeats.GetValueOrDefault((metric, at), 1) + 1;
                    Columns[metric][at] += (more - known) / count;
                }
                else
                {
                    Columns[metric][at] = double.IsNaN(known) ? more : known;
                }
            }
        }

        // Percentages and costs keep the bounds that constraints on them are checked against.
        private string? Wrong(Metric metric, double value) => value switch
        {
            double.NaN => source.AllowsMissing ? null
                : $"{metric.Name} is missing (missing values can be allowed; their architectures then fail)",
            _ when !double.IsFinite(value) => FormattableString.Invariant($"{metric.Name} is {value}, not a finite number"),
            < 0 or > 100 when metric.Unit == "%"
                => FormattableString.Invariant($"{metric.Name} is {value}, no percentage from 0 to 100"),
            < 0 when metric.Role == MetricRole.Cost
                => FormattableString.Invariant($"{metric.Name} is {value}; a cost is at least 0"),
            _ => null,
        };

        public void Finish()
        {
            if (_faultCount > 0)
            {
                throw new BenchmarkException([.. _faults], _faultCount);
            }

            if (Natives.Count == 0)
            {
                throw new BenchmarkException("The table has no row.");
            }

            foreach (var (metric, values) in source.Metrics.Zip(Columns))
            {
                if (source.GuessedUnits.Contains(metric.Name) && metric is { Unit: "%", Direction: Direction.Maximize }
                    && values.TrueForAll(v => !(v > 1)))
                {
                    throw new BenchmarkException(
                        $"No value of {metric.Name} is greater than 1: accuracies are percent. If these are shares, say "
                        + $"'# metric {metric.Name}: unit {Formats.MetricStatement.Share}'; if not, 'unit %'.");
                }
            }
        }

        public BenchmarkFacts Facts() => new(
            source.Title ?? settings.Title, source.Space.Kind, settings.SpaceDefinition, source.Origin, source.Licence,
            source.Isomorphic, source.Fidelity, Notes(), Natives.Count, 0, 0, settings.At,
            [
                .. source.Metrics.Zip(Columns, (metric, values) =>
                {
                    var known = values.Where(value => !double.IsNaN(value)).ToList();
                    return new BenchmarkColumn(
                        metric, known.Count > 0 ? known.Min() : null, known.Count > 0 ? known.Max() : null,
                        values.Count - known.Count,
                        source.Reliability.TryGetValue(metric.Name, out var share) ? share : null);
                }),
            ]);

        private ImmutableArray<string> Notes() => Read == Natives.Count ? source.Notes
            : source.Notes.Add(FormattableString.Invariant(
                $"{Read:N0} rows of {Natives.Count:N0} architectures; each has the mean of its rows"));

        private static string Short(string text) => text.Length <= 300 ? text : $"{text[..300]}...";
    }
}
