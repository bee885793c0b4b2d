using System.Globalization;
using NasStudio.Web.Motifs;

namespace NasStudio.Web.Live;

/// <summary>What the experiment page shows, as its address tells it: the panel, the axes, the colours and the one
/// selection.</summary>
/// <param name="Panel">The open panel.</param>
/// <param name="X">Metric across; null for the experiment's second objective.</param>
/// <param name="Y">Metric up; null for the experiment's first objective.</param>
/// <param name="Map">Which space the map draws: "encoding" or "latent"; null for the best there is.</param>
/// <param name="Projection">How the map is laid out: "t-sne"; null for principal components.</param>
/// <param name="Color">What colours the map: a metric, or another name of <see cref="Charts.SpaceColor"/>; null for the
/// first objective.</param>
/// <param name="Seed">The run that is shown where one alone can be; null for the first.</param>
/// <param name="Selected">The selected trial; null for the incumbent.</param>
/// <param name="Motif">Name of the motif that is looked at; null for the best.</param>
/// <param name="Sort">What motifs are sorted by, a key of <see cref="MotifScore"/>; null for the effect.</param>
public sealed record ViewState(
    string Panel = ViewState.Front, string? X = null, string? Y = null, string? Map = null,
    string? Projection = null, string? Color = null, long? Seed = null, TrialKey? Selected = null,
    string? Motif = null, string? Sort = null)
{
    /// <summary>The panels, in the order of their tabs.</summary>
    public const string Front = "front", Curve = "curve", Space = "space", Learning = "learning", Motifs = "motifs", Trials = "trials", Log = "log";

    /// <summary>The layout of near neighbours.</summary>
    public const string TSne = "t-sne";

    /// <summary>The panels with their titles.</summary>
    public static IReadOnlyList<(string Key, string Title)> Panels { get; } =
        [(Front, "Front"), (Curve, "Search curve"), (Space, "Latent space"), (Learning, "Learning"), (Motifs, "Motifs"),
            (Trials, "Trials"), (Log, "Log")];

    /// <summary>Reads the values of an address; what is unknown becomes the default.</summary>
    public static ViewState Read(
        string? panel, string? x, string? y, string? map, string? projection, string? color, string? seed,
        string? selected, string? motif = null, string? sort = null)
        => new(Panels.Any(p => p.Key == panel) ? panel! : Front, Given(x), Given(y), map is "encoding" or "latent" ? map : null,
            projection == TSne ? TSne : null, Given(color),
            long.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var run) ? run : null,
            TrialKey.Parse(selected), Given(motif), MotifScore.All.Any(s => s.Key == sort) ? sort : null);

    /// <summary>The values for an address; null for what is a default and stays out of it.</summary>
    public IReadOnlyDictionary<string, object?> Query => new Dictionary<string, object?>
    {
        ["panel"] = Panel == Front ? null : Panel,
        ["x"] = X,
        ["y"] = Y,
        ["map"] = Map,
        ["projection"] = Projection,
        ["color"] = Color,
        ["seed"] = Seed?.ToString(CultureInfo.InvariantCulture),
        ["trial"] = Selected?.ToString(),
        ["motif"] = Motif,
        ["sort"] = Sort,
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
