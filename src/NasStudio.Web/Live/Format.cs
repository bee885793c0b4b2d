using System.Globalization;
using NasStudio.Core.Objectives;

namespace NasStudio.Web.Live;

/// <summary>Numbers and times as people read them.</summary>
public static class Format
{
    /// <summary>A value with its unit: "91.42 %", "1.38 ms", "316 k".</summary>
    public static string Value(double value, Metric? metric)
    {
        var unit = metric?.Unit ?? "";
        return unit.Length == 0 ? Number(value) : $"{Number(value)} {unit}";
    }

    /// <summary>A number with four leading digits; from 10,000 on with k, M or G.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            >= 1e9 => Text(value / 1e9, "0.##", " G"),
            >= 1e6 => Text(value / 1e6, "0.##", " M"),
            >= 1e4 => Text(value / 1e3, "0.#", " k"),
            >= 100 => Text(value, "0.#"),
            >= 1 => Text(value, "0.##"),
            >= 0.001 => Text(value, "0.####"),
            0 => "0",
            _ => Text(value, "0.##e0"),
        };
    }

    /// <summary>A title as it stands within a sentence: "log-determinant of ReLU codes".</summary>
    public static string InSentence(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return string.Join(' ', title.Split(' ').Select(word => word.Skip(1).Any(char.IsUpper) ? word : word.ToLowerInvariant()));
    }

    /// <summary>A whole number with thousands parted: "10,000".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A length of time: "42 s", "3 min 5 s", "2 h 10 min".</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} days {time.Hours} h",
    };

    /// <summary>A length of time in seconds, as <see cref="Duration(TimeSpan)"/>.</summary>
    public static string Duration(double seconds) => Duration(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9)));

    /// <summary>How long ago a moment was.</summary>
    public static string Ago(DateTimeOffset moment, DateTimeOffset now)
        => (now - moment) switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min ago",
            { TotalHours: < 48 } age => $"{(int)age.TotalHours} h ago",
            var age => $"{(int)age.TotalDays} days ago",
        };

    private static string Text(double value, string format, string suffix = "")
        => value.ToString(format, CultureInfo.InvariantCulture) + suffix;
}
