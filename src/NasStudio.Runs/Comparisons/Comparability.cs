using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Comparisons;

/// <summary>Why experiments are not comparable, or not quite, in words.</summary>
internal static class Comparability
{
    /// <summary>Below this many pairs no signed-rank test can come out below 5 %: 2 / 2^5 is .0625.</summary>
    private const int FewSeeds = 6;

    /// <summary>All warnings, the grave ones first.</summary>
    public static ImmutableArray<ComparisonWarning> Of(
        IReadOnlyList<ComparedExperiment> experiments, StudioCatalogues catalogues)
        => [.. All(experiments, catalogues).OrderByDescending(warning => warning.IsGrave)];

    private static IEnumerable<ComparisonWarning> All(
        IReadOnlyList<ComparedExperiment> experiments, StudioCatalogues catalogues)
    {
        foreach (var warning in Unfinished(experiments))
        {
            yield return warning;
        }

        if (experiments.Count < 2)
        {
            yield break;
        }

        foreach (var warning in Documents(experiments, catalogues).Concat(Budgets(experiments))
            .Concat(Versions(experiments)))
        {
            yield return warning;
        }

        if (Starts(experiments) is { } starts)
        {
            yield return starts;
        }
    }

    private static IEnumerable<ComparisonWarning> Documents(
        IReadOnlyList<ComparedExperiment> experiments, StudioCatalogues catalogues)
    {
        if (Differing(experiments, e => Said(e.Document.Space, catalogues.Spaces.Find(e.Document.Space.Kind)))
            is { } spaces)
        {
            yield return Grave($"They search different spaces: {spaces}.");
        }

        if (Differing(experiments, e => Title(catalogues, e)) is { } evaluators)
        {
            yield return Grave($"They measure differently: {evaluators}. A value trained for real, one looked up in a "
                + "table and one that a surrogate predicts are not the same quantity.");
        }
        else
        {
            var entry = catalogues.Evaluators.Find(experiments[0].Document.Evaluator.Kind);
            foreach (var option in entry?.Options ?? [])
            {
                if (Differing(experiments, e => $"{e.Document.Evaluator.Options[option.Name] ?? option.Default}")
                    is { } values)
                {
                    yield return Grave(option.Name is "dataset" or "benchmark"
                        ? $"They measure on different data: {values}."
                        : $"Their evaluators differ in {option.Title.ToLowerInvariant()}: {values}.");
                }
            }
        }

        if (Differing(experiments, e => string.Join(", ", e.Document.Objectives.Select(Said))) is { } objectives)
        {
            yield return Grave(
                $"They search for different things: {objectives}. All are judged by the first one's objectives.");
        }

        if (Differing(experiments, Constraints) is { } constraints)
        {
            yield return Grave($"Their constraints differ: {constraints}. All are judged by the first one's.");
        }
    }

    private static IEnumerable<ComparisonWarning> Budgets(IReadOnlyList<ComparedExperiment> experiments)
    {
        if (Differing(experiments, e => FormattableString.Invariant($"{e.Document.Evaluations}")) is { } budgets)
        {
            yield return Light(
                $"Their budgets differ: {budgets} evaluations. The table compares them at the smallest.");
        }

        if (Differing(experiments, e => string.Join(", ", e.Document.Seeds.Order())) is not null)
        {
            var shared = experiments.Select(e => e.Document.Seeds.AsEnumerable())
                .Aggregate((a, b) => a.Intersect(b)).Count();
            var counts = Differing(experiments, e => Counted(e.Document.Seeds.Length, "seed"))
                ?? $"{Counted(experiments[0].Document.Seeds.Length, "seed")} each";
            yield return shared == 0
                ? Grave("They share no seed, so that nothing is paired: no test is possible, and luck of the start is "
                    + "part of every difference.")
                : Light($"Their seeds differ ({counts}); only the {shared} that all share are paired in every test.");
        }

        if (experiments.Min(e => e.Document.Seeds.Length) is < FewSeeds and var fewest)
        {
            yield return Light($"{Counted(fewest, "seed")} cannot show a difference: with fewer than {FewSeeds} pairs "
                + "no signed-rank test reaches p = .05. Ten or more are usual.");
        }
    }

    private static IEnumerable<ComparisonWarning> Versions(IReadOnlyList<ComparedExperiment> experiments)
    {
        foreach (var same in experiments.GroupBy(e => e.Document.Strategy.Kind))
        {
            if (Differing([.. same], e => FormattableString.Invariant($"version {e.StrategyVersion}")) is { } versions)
            {
                yield return Light($"The strategy '{same.Key}' was run in different versions: {versions}.");
            }
        }

        foreach (var same in experiments.GroupBy(e => e.Document.Evaluator.Kind))
        {
            if (Differing([.. same], e => FormattableString.Invariant($"version {e.EvaluatorVersion}")) is { } versions)
            {
                yield return Grave($"The evaluator '{same.Key}' measured in different versions: {versions}.");
            }
        }
    }

    private static IEnumerable<ComparisonWarning> Unfinished(IReadOnlyList<ComparedExperiment> experiments)
    {
        foreach (var experiment in experiments)
        {
            var left = experiment.Runs.GroupBy(run => run.State)
                .Where(group => group.Key is RunState.Failed or RunState.Cancelled or RunState.Paused or RunState.Draft)
                .Select(group => $"{Counted(group.Count(), "run")} {Word(group.Key)}").ToList();
            if (left.Count > 0)
            {
                yield return Light($"{experiment.Label}: {string.Join(", ", left)}. Runs that did not come to the "
                    + "compared number of evaluations are left out of the table.");
            }
        }

        static string Word(RunState state) => state switch
        {
            RunState.Failed => "failed",
            RunState.Cancelled => "cancelled",
            RunState.Paused => "paused",
            _ => "not started",
        };
    }

    /// <summary>Strategies take their random starts from the seed; those of equal seeds have to be equal.</summary>
    private static ComparisonWarning? Starts(IReadOnlyList<ComparedExperiment> experiments)
    {
        foreach (var other in experiments.Skip(1).Where(other => other.Document.Space == experiments[0].Document.Space))
        {
            foreach (var (mine, theirs) in experiments[0].Runs
                .Join(other.Runs, run => run.Seed, run => run.Seed, (a, b) => (a, b)))
            {
                if (First(mine) is { } a && First(theirs) is { } b && a.Architecture != b.Architecture)
                {
                    return Light($"With seed {mine.Seed}, {experiments[0].Label} and {other.Label} start from "
                        + "different architectures, so that part of a difference is luck of the start.");
                }
            }
        }

        return null;

        static Trial? First(ComparedRun run) => run.Ended is [{ Number: 0 } first, ..] ? first : null;
    }

    /// <summary>The values that differ, with who has them; null where all are equal.</summary>
    private static string? Differing(
        IReadOnlyList<ComparedExperiment> experiments, Func<ComparedExperiment, string> value)
    {
        var groups = experiments.GroupBy(value).ToList();
        return groups.Count < 2 ? null : string.Join("; ", groups.Select(
            group => $"{group.Key} ({string.Join(", ", group.Select(e => e.Label))})"));
    }

    private static string Said(KindChoice choice, SpaceEntry? entry) => choice.Options.Values.IsEmpty
        ? entry?.Title ?? choice.Kind
        : $"{entry?.Title ?? choice.Kind} with "
            + string.Join(", ", choice.Options.Values.Select(pair => $"{pair.Key} {pair.Value}"));

    private static string Title(StudioCatalogues catalogues, ComparedExperiment experiment)
        => catalogues.Evaluators.Find(experiment.Document.Evaluator.Kind)?.Title ?? experiment.Document.Evaluator.Kind;

    private static string Constraints(ComparedExperiment experiment) => experiment.Document.Constraints.IsEmpty ? "none"
        : string.Join(", ", experiment.Document.Constraints.Select(Said).Order(StringComparer.Ordinal));

    private static string Said(Objective objective)
        => $"{(objective.Direction == Direction.Maximize ? "maximize" : "minimize")} {objective.Metric}";

    private static string Said(Constraint constraint) => constraint.Metric
        + (constraint.Min is { } min ? FormattableString.Invariant($" at least {min}") : "")
        + (constraint.Max is { } max ? FormattableString.Invariant($" at most {max}") : "");

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static ComparisonWarning Grave(string text) => new(true, text);

    private static ComparisonWarning Light(string text) => new(false, text);
}
