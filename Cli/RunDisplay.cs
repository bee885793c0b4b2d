using System.Globalization;
using NasStudio.Runs;
using NasStudio.Runs.Queries;
using Spectre.Console;

namespace NasStudio.Cli;

/// <summary>Shows how far an experiment is: bars on a terminal, a line now and then elsewhere.</summary>
internal sealed class RunDisplay(ExperimentQueries queries, long id)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private readonly Dictionary<long, Best> _best = [];

    /// <summary>Until cancelled; the last state is shown before it returns.</summary>
    public Task ShowAsync(CancellationToken ended)
        => Console.IsOutputRedirected ? ShowLinesAsync(ended) : ShowBarsAsync(ended);

    /// <summary>One run in words: "seed 0: 12 of 96, best val_acc 97.2 (trial 7), round 2: learning, about 3 min left".</summary>
    public static string Describe(RunView run, string best)
    {
        var left = run.Eta is { } eta ? $"about {Duration(eta)} left" : null;
        var parts = new List<string>();
        if (run.Rounds is { Left: > 0 } rounds)
        {
            parts.Add($"round {rounds.Done} of {rounds.Total}{(left is null ? "" : $", {left} to search")}");
            left = null;
        }
        else
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{run.Spent:0.#} of {run.Total}"));
        }

        if (run.Failed > 0)
        {
            parts.Add($"{run.Failed} failed");
        }

        if (run.IsInfeasible)
        {
            parts.Add("nothing keeps the limits");
        }
        else if (best.Length > 0)
        {
            parts.Add(best);
        }

        string?[] doing = run.State == RunState.Running ? [run.Activity, left] : [run.State.ToString().ToLowerInvariant()];
        parts.AddRange(doing.OfType<string>().DefaultIfEmpty("starting"));
        return $"seed {run.Seed}: {string.Join(", ", parts)}";
    }

    /// <summary>Seconds below two minutes, minutes below two hours, hours above.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, time.TotalSeconds):0} s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    private async Task ShowLinesAsync(CancellationToken ended)
    {
        var shown = new Dictionary<long, string>();
        await RepeatAsync(LineInterval, async runs =>
        {
            foreach (var run in runs)
            {
                var line = Describe(run, await BestAsync(run));
                if (run.State is not (RunState.Queued or RunState.Draft) && shown.GetValueOrDefault(run.Seed) != line)
                {
                    Console.WriteLine(shown[run.Seed] = line);
                }
            }
        }, ended);
    }

    private Task ShowBarsAsync(CancellationToken ended) => AnsiConsole.Progress()
        .Columns(
            new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            var bars = new Dictionary<long, ProgressTask>();
            await RepeatAsync(BarInterval, async runs =>
            {
                foreach (var run in runs)
                {
                    if (!bars.TryGetValue(run.Seed, out var bar))
                    {
                        bars[run.Seed] = bar = context.AddTask("", maxValue: run.Total);
                    }

                    bar.Value = run.Spent + run.Running.Sum(trial => trial.Fraction);
                    bar.Description = Markup.Escape(Describe(run, await BestAsync(run)));
                }
            }, ended);
        });

    private async Task RepeatAsync(TimeSpan interval, Func<IReadOnlyList<RunView>, Task> show, CancellationToken ended)
    {
        for (var isLast = false; ;)
        {
            if (await queries.GetAsync(id, CancellationToken.None) is { } experiment)
            {
                await show(experiment.Runs);
            }

            if (isLast)
            {
                return;
            }

            await Task.Delay(interval, ended).ContinueWith(_ => { }, TaskScheduler.Default);
            isLast = ended.IsCancellationRequested;
        }
    }

    /// <summary>Asked anew only when a trial has finished: the curve is made from all of them.</summary>
    private async Task<string> BestAsync(RunView run)
    {
        var finished = run.Completed + run.Failed;
        if (_best.GetValueOrDefault(run.Seed) is { } known && known.Finished == finished)
        {
            return known.Text;
        }

        var curve = (await queries.CurveAsync(id, CancellationToken.None)).FirstOrDefault(one => one.Seed == run.Seed);
        var text = curve?.Points.LastOrDefault() is { } best
            ? string.Create(
                CultureInfo.InvariantCulture, $"best {curve.Metric} {best.Value:0.####} (trial {best.Number})")
            : "";
        _best[run.Seed] = new(finished, text);
        return text;
    }

    private sealed record Best(int Finished, string Text);
}
