using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Surrogates;

/// <summary>What a surrogate says of a candidate, on the scale of <see cref="SearchTargets"/>.</summary>
/// <param name="Mean">What it expects. // (M)</param>
/// <param name="Drawn">What candidates are chosen by: a draw from what it believes, or what it expects. // (M)</param>
internal sealed record SurrogatePrediction(double[] Mean, double[] Drawn);

/// <summary>Learns from evaluated architectures and predicts candidates.</summary>
/// <param name="inputs">Encodings of what was evaluated. // (n, W)</param>
/// <param name="targets">What was measured, scaled. // (n, M)</param>
/// <param name="candidates">Encodings of the candidates. // (c, W)</param>
/// <param name="random">Draws initial weights, batches and samples.</param>
/// <param name="cancellation">Stops a long computation.</param>
/// <returns>A prediction for each candidate. // (c)</returns>
internal delegate SurrogatePrediction[] Surrogate(
    double[][] inputs, double[][] targets, double[][] candidates, RandomSource random, CancellationToken cancellation);

/// <summary>
/// Chooses candidates by a surrogate's word for every metric. Each proposal weighs several objectives anew; whoever is
/// expected to keep the constraints comes first.
/// </summary>
/// <param name="context">Space, problem and seed.</param>
/// <param name="encode">What the surrogate sees of an architecture.</param>
/// <param name="surrogate">The surrogate.</param>
internal sealed class PredictedChoice(StrategyContext context, InputEncoding encode, Surrogate surrogate)
{
    /// <summary>A <see cref="CandidateChoice"/>.</summary>
    public List<Proposal> Choose(
        IReadOnlyList<Trial> completed, IReadOnlyList<(Architecture Architecture, string Origin)> pool, int size,
        RandomSource random, CancellationToken cancellation)
    {
        var targets = new SearchTargets(context.Problem, completed);
        var predictions = surrogate(
            [.. completed.Select(t => encode(t.Architecture))], targets.Values,
            [.. pool.Select(c => encode(c.Architecture))], random.Fork("surrogate"), cancellation);
        var scalarisation = new Scalarisation(targets.Values.Select(v => v[..context.Problem.Objectives.Length]).ToList());
        double[] violations = [.. predictions.Select(p => targets.Violation(p.Drawn))];
        var open = Enumerable.Range(0, pool.Count).ToHashSet();
        var batch = new List<Proposal>();
        for (var i = 0; i < size && open.Count > 0; i++)
        {
            var weights = scalarisation.DrawWeights(random.Fork("weights", i));
            var chosen = open.MinBy(c => (violations[c], scalarisation.Of(predictions[c].Drawn, weights)));
            open.Remove(chosen);
            batch.Add(new Proposal(
                pool[chosen].Architecture, pool[chosen].Origin, Predicted: targets.Restore(predictions[chosen].Mean)));
        }

        return batch;
    }
}
