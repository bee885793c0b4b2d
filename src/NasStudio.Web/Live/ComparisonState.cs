using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Runs.Comparisons;

namespace NasStudio.Web.Live;

/// <summary>What the comparison page shows, as its address tells it.</summary>
/// <param name="Ids">Numbers of the experiments, in order; none for choosing them.</param>
/// <param name="Show">Key of the quantity drawn; null for the best so far.</param>
/// <param name="IsLog">Whether its axis is logarithmic; null for its own default.</param>
/// <param name="Baseline">What the others are tested against; null for random search, or else the first.</param>
public sealed record ComparisonState(ImmutableArray<long> Ids, string? Show = null, bool? IsLog = null, long? Baseline = null)
{
    private const string On = "on", Off = "off";

    /// <summary>Reads the values of an address; what cannot be read becomes the default.</summary>
    public static ComparisonState Read(string? ids, string? show, string? log, string? baseline) => new(
        [.. (ids ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Number).OfType<long>().Distinct()],
        string.IsNullOrWhiteSpace(show) ? null : show, log is On or Off ? log == On : null, Number(baseline));

    /// <summary>The values for an address; null for what is a default and stays out of it.</summary>
    public IReadOnlyDictionary<string, object?> Query => new Dictionary<string, object?>
    {
        ["ids"] = Ids.IsEmpty ? null : Text(Ids),
        ["show"] = Show,
        ["log"] = IsLog switch { true => On, false => Off, null => null },
        ["baseline"] = Baseline?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether a quantity is drawn on a logarithmic axis: regret is, unless said otherwise.</summary>
    public bool LogOf(ComparisonQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        return quantity.Key == ComparisonQuantity.Regret && (IsLog ?? true);
    }

    /// <summary>Numbers as an address holds them.</summary>
    public static string Text(IEnumerable<long> ids)
        => string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private static long? Number(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
