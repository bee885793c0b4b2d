using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace NasStudio.Hosting;

/// <summary>What this process counts and measures, as text for Prometheus (exposition format 0.0.4).</summary>
/// <remarks>Listens to the built-in meters only; a histogram is given as a summary of count and sum.</remarks>
public sealed class PrometheusMetrics : IDisposable
{
    private static readonly string[] Meters =
        ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "NasStudio"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();

    /// <summary>Starts to listen.</summary>
    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The current values.</summary>
    public string Render()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        var instruments = _series.GroupBy(entry => entry.Key.Instrument);
        foreach (var instrument in instruments.OrderBy(group => Name(group.Key), StringComparer.Ordinal))
        {
            var name = Name(instrument.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(instrument.Key.Description ?? "")}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {Kind(instrument.Key)}\n");
            foreach (var ((_, labels), series) in instrument.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                lock (series)
                {
                    text.Append(Kind(instrument.Key) == "summary"
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"{name}_sum{labels} {series.Value}\n{name}_count{labels} {series.Count}\n")
                        : string.Create(CultureInfo.InvariantCulture, $"{name}{labels} {series.Value}\n"));
                }
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _series.GetOrAdd((instrument, Labels(tags)), _ => new Series());
        lock (series)
        {
            var replaces = instrument.IsObservable || Kind(instrument) == "gauge" && !IsUpDown(instrument);
            series.Value = replaces ? value : series.Value + value;
            series.Count++;
        }
    }

    private static string Name(Instrument instrument)
    {
        var name = new StringBuilder(instrument.Name).Replace('.', '_').Replace('-', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (unit.Length > 0 && !instrument.Name.EndsWith(unit[1..], StringComparison.Ordinal))
        {
            name.Append(unit);
        }

        return Kind(instrument) == "counter" ? name.Append("_total").ToString() : name.ToString();
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "summary",
        _ => "gauge",
    };

    private static bool IsUpDown(Instrument instrument)
        => instrument.GetType().Name.StartsWith("UpDownCounter", StringComparison.Ordinal);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new List<string>();
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{key.Replace('.', '_')}=\"{Escape(text)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return $"{{{string.Join(',', labels)}}}";
    }

    private static string Escape(string text)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Series
    {
        public double Value { get; set; }

        public long Count { get; set; }
    }
}
