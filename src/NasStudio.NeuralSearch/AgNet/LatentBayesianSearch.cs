using NasStudio.Search.GaussianProcesses;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Bayesian optimisation in the latent space of a generator that stays as it is: an ablation.</summary>
/// <remarks>
/// A Gaussian process on the places of what was evaluated learns its ranks (from 0 for the best to 1), so that several
/// objectives and constraints are one number; the candidate of the largest expected improvement is proposed, and the
/// next believes the mean of that one (Ginsbourger, Le Riche and Carraro, 2010).
/// </remarks>
internal static class LatentBayesianSearch
{
    /// <summary>Positions of the candidates to propose, the best first. // (at most size)</summary>
    /// <param name="places">Of what was evaluated. // (n), (Z)</param>
    /// <param name="bestFirst">Positions of what was evaluated, the best first. // (n)</param>
    /// <param name="candidates">What can be proposed.</param>
    /// <param name="size">How many.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<int> Choose(
        double[][] places, int[] bestFirst, IReadOnlyList<Candidate> candidates, int size, CancellationToken cancellation)
    {
        var inputs = places.ToList();
        var targets = new double[places.Length].ToList();
        foreach (var (rank, position) in bestFirst.Index())
        {
            targets[position] = (double)rank / bestFirst.Length;
        }

        double[][] asked = [.. candidates.Select(candidate => candidate.Latent.ToArray())];
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(size, asked.Length))
        {
            var process = GaussianProcess.Fit([.. inputs], [.. targets], cancellation);
            var best = targets.Min();
            var (next, mean) = Enumerable.Range(0, asked.Length).Except(chosen)
                .Select(candidate => (candidate, Said: process.Predict(asked[candidate])))
                .OrderByDescending(c => ExpectedImprovement.Of(c.Said.Mean, c.Said.Variance, best))
                .Select(c => (c.candidate, c.Said.Mean)).First();
            chosen.Add(next);
            inputs.Add(asked[next]);
            targets.Add(mean);
        }

        return chosen;
    }
}
