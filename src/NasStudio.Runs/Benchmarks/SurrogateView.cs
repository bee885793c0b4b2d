using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NasStudio.Benchmarks.Surrogates;
using NasStudio.Core.Objectives;

namespace NasStudio.Runs.Benchmarks;

/// <summary>A surrogate of the shelf: a benchmark that predicts instead of looking up.</summary>
/// <param name="Name">Its name in experiment files and on the command line.</param>
/// <param name="Title">Name for people; its name where its file is damaged.</param>
/// <param name="Space">Kind of its space; null when its file is damaged.</param>
/// <param name="Encoding">The encoding that its trees see.</param>
/// <param name="Origin">Where the numbers come from that it was fitted to; may be empty.</param>
/// <param name="Licence">Their licence; may be empty.</param>
/// <param name="Columns">Its metrics.</param>
/// <param name="Problem">What is wrong with its file; null when nothing is.</param>
public sealed record SurrogateView(
    string Name, string Title, string? Space, string Encoding, string Origin, string Licence,
    ImmutableArray<SurrogateColumnView> Columns, string? Problem)
{
    internal static SurrogateView Of(string name, SurrogateFacts facts) => new(
        name, facts.Title.Length > 0 ? facts.Title : name, facts.Space, facts.Encoding, facts.Origin, facts.Licence,
        [.. facts.Metrics.Select(one => new SurrogateColumnView(one.Metric, CrossValidation.Of(one.Quality)))], null);

    internal static SurrogateView Damaged(string name, string problem) => new(name, name, null, "", "", "", [], problem);
}

/// <summary>A metric that a surrogate predicts.</summary>
/// <param name="Metric">The metric, titled as predicted.</param>
/// <param name="Quality">What cross-validation found; null for a model that was made elsewhere.</param>
public sealed record SurrogateColumnView(Metric Metric, CrossValidation? Quality)
{
    /// <summary>Name of the metric.</summary>
    [JsonIgnore]
    public string Name => Metric.Name;

    /// <summary>Unit of the metric.</summary>
    [JsonIgnore]
    public string Unit => Metric.Unit;
}

/// <summary>How well a surrogate predicts rows that it has not seen.</summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="Folds">Parts, each predicted from the others.</param>
/// <param name="R2">Coefficient of determination; 1 is perfect, 0 as good as the mean.</param>
/// <param name="Rmse">Root of the mean squared error, in the metric's unit.</param>
/// <param name="Spearman">Spearman's rank correlation.</param>
/// <param name="Kendall">Kendall's rank correlation (tau-b).</param>
public sealed record CrossValidation(int Rows, int Folds, double R2, double Rmse, double Spearman, double Kendall)
{
    internal static CrossValidation? Of(SurrogateQuality? quality) => quality is null ? null : new(
        quality.Rows, quality.Folds, quality.R2, quality.Rmse, quality.Spearman, quality.Kendall);
}
