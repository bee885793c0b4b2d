using System.Collections.Concurrent;
using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Live;

/// <summary>
/// What this process knows about its runs and does not store: evaluations under way, activity, time to come.
/// </summary>
internal sealed class RunProgress
{
    private readonly ConcurrentDictionary<long, Entry> _runs = new();

    public Entry Of(long runId) => _runs.GetOrAdd(runId, _ => new Entry());

    /// <summary>The run is no longer at work here.</summary>
    public void Rest(long runId) => Of(runId).Rest();

    public void Forget(long runId) => _runs.TryRemove(runId, out _);

    /// <summary>Progress of one run. Safe for concurrent use.</summary>
    internal sealed class Entry
    {
        private const int Recent = 32;
        private readonly ConcurrentDictionary<int, RunningTrial> _running = new();
        private readonly Queue<double> _seconds = new();
        private readonly Queue<double> _roundSeconds = new();
        private double _strategySecondsPerEvaluation;

        /// <summary>What the strategy is doing; null when it is not at work.</summary>
        public string? Activity { get; set; }

        /// <summary>Why the run stopped when that could not be stored; null otherwise.</summary>
        public string? Error { get; set; }

        public ImmutableArray<RunningTrial> Running => [.. _running.Values.OrderBy(trial => trial.Number)];

        public void Started(int number, string native)
            => _running[number] = new RunningTrial(number, native, 0, "starting");

        public void Advanced(int number, EvaluationProgress progress)
        {
            if (_running.TryGetValue(number, out var trial))
            {
                _running[number] =
                    trial with { Fraction = Math.Clamp(progress.Fraction, 0, 1), Message = progress.Message };
            }
        }

        public void Ended(int number) => _running.TryRemove(number, out _);

        public void Rest()
        {
            _running.Clear();
            Activity = null;
        }

        /// <summary>How long an evaluation took, or a part of one for each full evaluation that it costs.</summary>
        public void Took(double secondsPerEvaluation) => Add(_seconds, secondsPerEvaluation);

        /// <summary>How long a round of a search that shares weights took.</summary>
        public void RoundTook(double seconds) => Add(_roundSeconds, seconds);

        /// <summary>How long the strategy has taken for each evaluation so far.</summary>
        public void StrategyTook(double secondsPerEvaluation) => _strategySecondsPerEvaluation = secondsPerEvaluation;

        /// <summary>
        /// The median of recent rounds for those that are left, and that of recent evaluations, over the slots, plus the
        /// strategy's own time for them; null before the first of either. While rounds are left and nothing has been
        /// evaluated, the time of the rounds alone.
        /// </summary>
        public TimeSpan? Eta(double evaluationsLeft, int slots, int roundsLeft = 0)
        {
            var round = roundsLeft > 0 ? Median(_roundSeconds) : 0;
            var evaluation = Median(_seconds);
            if (round is null || (evaluation is null && roundsLeft == 0))
            {
                return null;
            }

            var underWay = _running.Values.Sum(trial => trial.Fraction);
            return TimeSpan.FromSeconds(
                round.Value * roundsLeft
                + (evaluation ?? 0) * Math.Max(0, evaluationsLeft - underWay) / slots
                + _strategySecondsPerEvaluation * evaluationsLeft);
        }

        private static void Add(Queue<double> recent, double seconds)
        {
            lock (recent)
            {
                recent.Enqueue(seconds);
                if (recent.Count > Recent)
                {
                    recent.Dequeue();
                }
            }
        }

        private static double? Median(Queue<double> recent)
        {
            double[] seconds;
            lock (recent)
            {
                seconds = [.. recent.Order()];
            }

            return seconds.Length == 0 ? null : (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
        }
    }
}
