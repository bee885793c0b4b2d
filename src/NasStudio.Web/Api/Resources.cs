using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Supernets;

namespace NasStudio.Web.Api;

/// <summary>One thing wrong with an experiment file, in the member "faults" of a problem.</summary>
/// <param name="Path">Where: a JSON path like $.budget.evaluations.</param>
/// <param name="Value">What was found there.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FaultResource(string Path, string Value, string Message);

/// <summary>Part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Give it as the parameter "after" to go on; null at the end.</param>
public sealed record Page<T>(ImmutableArray<T> Items, long? Next);

/// <summary>What was made.</summary>
/// <param name="Id">Number of the experiment.</param>
public sealed record CreatedResource(long Id);

/// <summary>An experiment with all its runs.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Follows from its runs' states.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Experiment">The experiment file, schema nasstudio/experiment/v1.</param>
/// <param name="Metrics">Every metric its evaluator measures.</param>
/// <param name="Runs">Its runs, in the order of the file's seeds.</param>
/// <param name="Revision">Grows with every stored change.</param>
/// <param name="Fidelity">The cheaper levels of its evaluator; null where every trial is a full evaluation.</param>
public sealed record ExperimentResource(
    long Id, string Name, RunState State, DateTimeOffset CreatedAt, JsonObject Experiment, ImmutableArray<Metric> Metrics,
    ImmutableArray<RunResource> Runs, long Revision, FidelityScale? Fidelity)
{
    /// <summary>What REST shows of a view.</summary>
    public static ExperimentResource Of(ExperimentView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(view.Id, view.Name, view.State, view.CreatedAt, ExperimentWriter.ToJson(view.Document), view.Metrics,
            [.. view.Runs.Select(RunResource.Of)], view.Revision, view.Fidelity);
    }
}

/// <summary>One run of an experiment.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Completed">Trials that completed.</param>
/// <param name="Failed">Trials that failed.</param>
/// <param name="Total">Its budget, in full evaluations.</param>
/// <param name="Spent">What its completed and failed trials cost, in full evaluations.</param>
/// <param name="Running">Evaluations under way in the answering process.</param>
/// <param name="EtaSeconds">How long it will still take; null while unknown or not running.</param>
/// <param name="Activity">What the strategy is doing; null when it is not at work.</param>
/// <param name="Incumbent">Number of the best feasible trial by the first objective; null while there is none.</param>
/// <param name="StrategySeconds">Time spent in the strategy.</param>
/// <param name="EvaluationSeconds">Time spent in evaluations, added over slots.</param>
/// <param name="WallSeconds">Time spent in all.</param>
/// <param name="Error">Why it failed or was paused by the studio itself; null otherwise.</param>
/// <param name="Rounds">How far its search is, where it shares weights; null otherwise, and before the first round.</param>
public sealed record RunResource(
    long Seed, RunState State, int Completed, int Failed, int Total, double Spent, ImmutableArray<RunningTrial> Running,
    double? EtaSeconds, string? Activity, int? Incumbent, double StrategySeconds, double EvaluationSeconds, double WallSeconds, string? Error,
    RoundsResource? Rounds)
{
    internal static RunResource Of(RunView run) => new(
        run.Seed, run.State, run.Completed, run.Failed, run.Total, run.Spent, run.Running, run.Eta?.TotalSeconds,
        run.Activity, run.Incumbent, run.StrategySeconds, run.EvaluationSeconds, run.WallSeconds, run.Error,
        run.Rounds is { } rounds ? new(rounds.Done, rounds.Total, rounds.Newest.Warnings) : null);
}

/// <summary>How far a search that shares weights is.</summary>
/// <param name="Done">Rounds that are done; what they showed is listed under the run's rounds.</param>
/// <param name="Total">Rounds of the whole search.</param>
/// <param name="Warnings">What its user should look at now.</param>
public sealed record RoundsResource(int Done, int Total, ImmutableArray<string> Warnings);

/// <summary>A kind that an experiment file may name.</summary>
/// <param name="Kind">Name in files.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Version">Grows with every change that makes it behave differently.</param>
/// <param name="Options">Its options, with their defaults and what is allowed; the form in the browser shows the same.</param>
public sealed record KindResource(
    string Kind, string Title, string Summary, int Version, ImmutableArray<OptionDescriptor> Options)
{
    /// <summary>What REST and the command line show of a catalogue's entry.</summary>
    public static KindResource Of(ICatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Kind, entry.Title, entry.Summary, entry.Version, entry.Options);
    }
}

/// <summary>A search space.</summary>
/// <param name="Kind">Name in files.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Convention">How a native string is to be read.</param>
/// <param name="Size">How many native strings there are; null where they are too many to count, or where the options
/// say what the space is.</param>
/// <param name="Options">Its options, with their defaults and what is allowed.</param>
public sealed record SpaceResource(
    string Kind, string Title, string Summary, string Convention, long? Size, ImmutableArray<OptionDescriptor> Options)
{
    /// <summary>What REST and the command line show of a space.</summary>
    public static SpaceResource Of(SpaceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var space = entry.Create(OptionValues.Defaults);
        return new(
            entry.Kind, entry.Title, entry.Summary, space.Convention, entry.IsUserDefined ? null : space.Size, entry.Options);
    }
}

/// <summary>An evaluator and what it measures.</summary>
/// <param name="Kind">Name in files.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Version">Grows with every change that makes it behave differently.</param>
/// <param name="Options">Its options.</param>
/// <param name="Metrics">What it measures with every option at its default (a table: nothing); test metrics are reported, never searched on.</param>
public sealed record EvaluatorResource(
    string Kind, string Title, string Summary, int Version, ImmutableArray<OptionDescriptor> Options, ImmutableArray<Metric> Metrics);

/// <summary>An experiment to start from.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it shows and how long it takes.</param>
/// <param name="Experiment">The experiment file.</param>
public sealed record TemplateResource(string Key, string Title, string Summary, JsonObject Experiment);

/// <summary>A place in the latent space of a run's strategy.</summary>
/// <param name="Latent">Its coordinates, as many as the latents of the run's trials have.</param>
public sealed record PlaceResource(ImmutableArray<double> Latent);

/// <summary>How a supernet is to be compared with a benchmark; what is left out is as on the command line.</summary>
/// <param name="Table">Name of a benchmark of the same space.</param>
/// <param name="Metric">Which of its columns; null for its first validation metric that is to be large.</param>
/// <param name="Sample">Architectures, drawn at random from the benchmark's; 0 for all.</param>
/// <param name="SampleSeed">Seed of that draw.</param>
/// <param name="Norm">Statistics of batch norms: batch, recalibrated or running.</param>
public sealed record RankingResource(string Table, string? Metric, int? Sample, long? SampleSeed, string? Norm)
{
    internal RankingOptions Options()
    {
        var standard = new RankingOptions();
        return new()
        {
            Metric = Metric,
            Sample = Sample ?? standard.Sample,
            Seed = SampleSeed ?? standard.Seed,
            Norm = Norm ?? standard.Norm,
        };
    }
}

/// <summary>Something has changed; ask for what is newer than what you have.</summary>
/// <param name="Seed">Of which run; null for the experiment as a whole.</param>
/// <param name="Number">Of which trial; null where it is no trial's.</param>
public sealed record ChangeResource(long? Seed, int? Number);
