using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>An architecture that the generator drew and nobody has evaluated.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Latent">Its place in the latent space. // (Z)</param>
/// <param name="Features">What the surrogate sees of it. // (surrogate width)</param>
internal sealed record Candidate(
    Architecture Architecture, ImmutableArray<double> Latent, ReadOnlyMemory<float> Features);

/// <summary>What came of drawing candidates.</summary>
/// <param name="Candidates">What the surrogate chooses among.</param>
/// <param name="Drawn">Graphs that were drawn.</param>
/// <param name="Valid">Those that are architectures.</param>
/// <param name="Distinct">How many different ones.</param>
/// <param name="Fresh">Those of them that nobody has evaluated.</param>
/// <param name="Nodes">Mean probability of each class of each node over the first draws. // (K, N-1, A), row by row</param>
/// <param name="Edges">Mean probability of each possible edge likewise. // (K, P), row by row</param>
internal sealed record CandidateDraw(
    IReadOnlyList<Candidate> Candidates, int Drawn, int Valid, int Distinct, int Fresh, float[] Nodes, float[] Edges);

/// <summary>
/// Draws architectures from the generator until there are enough valid ones that nobody has evaluated.
/// </summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022), algorithm 1 and its code: 100, 200, ... 900 draws until more than 100 are found,
/// of which a random 100 are kept; noise is uniform in [-3, 3].
/// Deviation: a paired search draws partly from the prior N(0, I) and partly around evaluated architectures, chosen
/// by weight.
/// Deviation: where too little is new, later attempts draw at higher temperatures, so that a generator that has come to
/// look at a few architectures alone gives others like them; and there are four attempts.
/// Deviation: the published loop never ends when nothing new is found; this one gives what it has.
/// </remarks>
internal sealed class CandidatePool(GraphEncoding encoding, AgNetNetworks networks, AgNetOptions options)
{
    private const int Attempts = 9, PairedAttempts = 4;
    private const long GrownAtOnce = 256;
    private const double UnpairedRange = 3;

    /// <summary>
    /// At most the option's number of candidates, in random order; fewer, or none, where the generator runs dry.
    /// </summary>
    public CandidateDraw Draw(
        EvaluatedSet evaluated, Func<Architecture, bool> isFree, RandomSource random, CancellationToken cancellation)
    {
        using var still = no_grad();
        var distinct = new HashSet<Architecture>();
        var pool = new List<Candidate>();
        var (drawnCount, validCount, freshCount, nodes, edges) = (0, 0, 0, Array.Empty<float>(), Array.Empty<float>());
        var most = evaluated.Latents is null ? Attempts : PairedAttempts;
        for (var attempt = 1; attempt <= most && pool.Count <= options.Candidates; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var points = Points(evaluated, attempt * options.Candidates, random);                   // (count, Z)
            var logits = Grown(points);
            var graphs = GraphSampler.Draw(encoding, logits, random, 1 + options.HeatingOf * (attempt - 1));
            if (attempt == 1)
            {
                (nodes, edges) = (logits.Nodes.softmax(3).mean([0]).Values(), logits.Edges.sigmoid().mean([0]).Values());
            }

            var fresh = new List<int>();
            drawnCount += graphs.Count;
            for (var i = 0; i < graphs.Count; i++)
            {
                if (encoding.Decode(graphs[i]) is { } drawn)
                {
                    validCount++;
                    if (distinct.Add(drawn) && isFree(drawn))
                    {
                        fresh.Add(i);
                    }
                }
            }

            freshCount += fresh.Count;
            if (fresh.Count > 0)
            {
                pool.AddRange(Describe([.. fresh.Select(i => graphs[i])], points, logits, fresh));
            }
        }

        var candidates = pool.ToArray();
        random.Shuffle(candidates.AsSpan());
        return new CandidateDraw(
            candidates[..Math.Min(candidates.Length, options.Candidates)], drawnCount, validCount, distinct.Count, freshCount, nodes, edges);
    }

    /// <summary>
    /// Candidates that the generator had no part in: mutations of evaluated architectures, which are chosen by weight. Half of
    /// them have one change, the others two. // (at most count)
    /// </summary>
    /// <remarks>Deviation: AG-Net's candidates all come from the generator.</remarks>
    /// <param name="space">Mutates.</param>
    /// <param name="evaluated">What was evaluated. // (n)</param>
    /// <param name="weights">Its rank weights. // (n)</param>
    /// <param name="count">How many.</param>
    /// <param name="isFree">Whether a mutant may be proposed.</param>
    /// <param name="random">Chooses and mutates.</param>
    public IReadOnlyList<Candidate> Mutants(
        SearchSpace space, IReadOnlyList<Architecture> evaluated, double[] weights, int count, Func<Architecture, bool> isFree,
        RandomSource random)
    {
        var parents = new WeightedDraw(weights);
        var mutants = new HashSet<Architecture>();
        for (var attempt = 0; attempt < 2 * Attempts * count && mutants.Count < count; attempt++)
        {
            var mutant = space.Mutate(evaluated[parents.Next(random)], random);
            mutant = attempt % 2 == 0 ? mutant : space.Mutate(mutant, random);
            if (isFree(mutant))
            {
                mutants.Add(mutant);
            }
        }

        if (mutants.Count == 0)
        {
            return [];
        }

        using var still = no_grad();
        using var scope = NewDisposeScope();
        ImmutableArray<GraphCode>[] graphs = [.. mutants.Select(encoding.GraphsOf)];
        var batch = GraphBatch.Of(encoding, graphs);
        var places = networks.Locate(batch)!.Value.Mean;
        return [.. Describe(graphs, places, AgNetNetworks.Features(batch, places))];
    }

    /// <summary>Soft graphs of points, some at a time: what lies between the generator's layers takes some hundred kilobytes a point,
    /// and the allocator keeps what once was taken.</summary>
    private GraphLogits Grown(Tensor points)
    {
        GraphLogits[] parts = [.. points.split(GrownAtOnce).Select(networks.Generator.forward)];
        return new GraphLogits(cat([.. parts.Select(p => p.Nodes)], 0), cat([.. parts.Select(p => p.Edges)], 0));
    }

    /// <summary>Where to look in the latent space. // (count, Z)</summary>
    private Tensor Points(EvaluatedSet evaluated, int count, RandomSource random)
    {
        if (evaluated.Latents is not { } latents)
        {
            return Layers.Uniform(random, UnpairedRange, count, networks.Generator.LatentWidth);
        }

        var items = new WeightedDraw(evaluated.Weights);
        var rows = Enumerable.Range(0, count).Select(_ => (long)items.Next(random)).ToArray();
        return latents.Rows(tensor(rows, [count]))
            .Draw(Layers.Normal(random, count, networks.Generator.LatentWidth), options.PriorShare, options.LatentSpread);
    }

    /// <summary>What the surrogate sees of graphs that were drawn at some rows of the points.</summary>
    public IEnumerable<Candidate> Describe(ImmutableArray<GraphCode>[] graphs, Tensor points, GraphLogits logits, List<int> rows)
    {
        var chosen = tensor(rows.Select(row => (long)row).ToArray(), [rows.Count]);
        var batch = GraphBatch.Of(encoding, graphs);
        var places = networks.Encoder?.forward(batch.OneHot).Mean ?? points.index_select(0, chosen);  // (n, Z)
        var features = networks.Encoder is null
            ? AgNetNetworks.Features(logits.Rows(chosen))
            : AgNetNetworks.Features(batch, places);                                                     // (n, width)
        return Describe(graphs, places, features);
    }

    private IEnumerable<Candidate> Describe(ImmutableArray<GraphCode>[] graphs, Tensor places, Tensor features)
    {
        var (width, latent) = ((int)features.shape[1], networks.Generator.LatentWidth);
        var (place, feature) = (places.Values(), features.Values());
        return graphs.Select((graph, i) => new Candidate(
            encoding.Decode(graph)!,
            [.. place.AsSpan(i * latent, latent).ToArray().Select(x => (double)x)],
            feature.AsMemory(i * width, width)));
    }
}
