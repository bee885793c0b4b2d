using System.Globalization;
using System.Text;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Comparisons;

/// <summary>Writes what is compared as a table for other programs.</summary>
public static class ComparisonFiles
{
    /// <summary>
    /// Every point of every run in long form, RFC 4180: a line for each evaluation from the first feasible one on, with the
    /// incumbent's number and a column for each quantity; absent values are empty.
    /// </summary>
    public static async Task WriteCsvAsync(Comparison comparison, Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var quantities = ComparisonQuantity.Of(comparison);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(CsvLine.Of([
            "experiment", "name", "strategy", "seed", "evaluations", "trial", .. quantities.Select(quantity => quantity.Key)]));
        foreach (var experiment in comparison.Experiments)
        {
            foreach (var run in experiment.Runs)
            {
                foreach (var point in run.Curve)
                {
                    await writer.WriteLineAsync(CsvLine.Of([
                        Text(experiment.Id), experiment.Name, experiment.Document.Strategy.Kind, Text(run.Seed),
                        Text(point.Evaluations), Text(point.Incumbent.Number),
                        .. quantities.Select(quantity => quantity.At(run, point.Evaluations) is { } value ? Text(value) : "")]));
                }

                await writer.FlushAsync(cancellation);
            }
        }
    }

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
