using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Generative search: a generator pre-trained on the space proposes architectures, a surrogate picks among them, and
/// both are retrained on what was evaluated, the best most, so that the generator learns where to look.
/// </summary>
/// <remarks>
/// Lukasik, Jung and Keuper, "Learning Where to Look - Generative NAS is Surprisingly Efficient", ECCV 2022,
/// algorithm 1.
/// Deviation: the surrogate predicts every metric of the problem, standardised, and ranks candidates by the same key
/// that ranks evaluated architectures. Deviation: failed trials are not learned from and not proposed again.
/// </remarks>
public sealed partial class AgNetStrategy : IDecodingStrategy, IInsightfulStrategy, IDisposable
{
    private const int FewestToLearnFrom = 2;

    private readonly StrategyContext _context;
    private readonly AgNetOptions _options;
    private readonly GraphEncoding _encoding;
    private readonly ImmutableArray<string> _metrics;         // what the surrogate predicts, M of them
    private readonly List<Trial> _completed = [];
    private readonly HashSet<Architecture> _seen = [];
    private readonly KeptChances _chances = new();
    private int _told;
    private int _learned;                                     // completed trials that the surrogate has learned from
    private AgNetNetworks? _networks;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, or the space cannot be encoded.</exception>
    public AgNetStrategy(StrategyContext context, AgNetOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
        _encoding = AgNetGraphs.For(context.Space);
        _metrics = context.Problem.Metrics;
    }

    /// <inheritdoc/>
    public RoundInsight? Insight { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        set_num_threads(1);
        Insight = null;
        var networks = _networks ??= Pretrained(cancellation);
        Architecture[] starts = [.. InitialDesign.Draw(_context, _options.InitialDesign).Skip(_told).Take(limit)];
        if (starts.Length > 0)
        {
            return Place(networks, starts.Select(a => new Proposal(a, "random start")));
        }

        var size = Math.Min(limit, _options.BatchSize);
        var canLearn = _completed.Count >= FewestToLearnFrom;
        var batch = canLearn ? Round(networks, size, cancellation) : [];
        if (batch.Count < size)
        {
            var reason = canLearn ? "the generator ran dry" : "too few completed trials to learn from";
            var more = Explore(reason, [.. batch.Select(p => p.Architecture)]).Take(size - batch.Count);
            batch.AddRange(Place(networks, more));
        }

        return batch;
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
        _seen.UnionWith(batch.Select(t => t.Architecture));
        _completed.AddRange(batch.Where(t => t.State == TrialState.Completed));
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        var networks = _networks
            ?? throw new InvalidOperationException("There is nothing to save before the first Ask.");
        networks.Save(folder);
        _chances.Save(folder);
    }

    /// <inheritdoc/>
    public void Load(string folder)
    {
        var networks = FreshNetworks();
        networks.Load(folder);
        _chances.Load(folder);
        _networks?.Dispose();
        _networks = networks;
        _learned = IsInRounds ? _completed.Count : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _networks?.Dispose();

    private AgNetNetworks FreshNetworks()
        => AgNetNetworks.Fresh(_encoding, _options, _metrics.Length, _context.Random.Fork("initial weights"));

    private AgNetNetworks Pretrained(CancellationToken cancellation)
    {
        var networks = FreshNetworks();
        new PretrainingCache(_context.CacheFolder, _context.Space.Whole, _encoding, _options)
            .Load(networks, _context.Report, cancellation);
        return networks;
    }

    /// <summary>Retrains, draws candidates, and takes those that the surrogate likes best.</summary>
    private List<Proposal> Round(AgNetNetworks networks, int size, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        _learned = _completed.Count;
        var round = 1 + (_told - _options.InitialDesign + _options.BatchSize - 1) / _options.BatchSize;
        var random = _context.Random.Fork("round", _told);
        var order = RankWeights.BestFirst(_context.Problem, [.. _completed.Select(t => t.Metrics)]);
        var graphs = GraphBatch.Of(_encoding, [.. _completed.Select(t => _encoding.GraphsOf(t.Architecture))]);
        var evaluated = new EvaluatedSet(
            graphs, networks.Locate(graphs), Scaling(_completed).Standardise(_completed),
            _options.RankWeighting ? RankWeights.Weigh(order, _options.WeightFlatness) : [.. order.Select(_ => 1.0 / order.Length)]);

        _context.Report($"round {round}: learning from {_completed.Count} architectures");
        RetrainingLoss? loss = _options.HasTraining
            ? new WeightedRetraining(
                _encoding, _context.Space, networks, _options, _options.EpochsOn(_context.Space.Kind))
                .Train(evaluated, random.Fork("retraining"), cancellation)
            : null;
        var pool = new CandidatePool(_encoding, networks, _options.ForDrawing);
        var draw = pool.Draw(evaluated, IsFree, random.Fork("candidates"), cancellation);
        var candidates = WithMutants(draw.Candidates, pool, evaluated.Weights, random.Fork("mutants"));
        Insight = AgNetInsight.Of(
            _encoding, PartNames(), loss, draw);
        if (candidates.Count == 0)
        {
            return [];
        }

        if (!_options.HasSurrogate)
        {
            IReadOnlyList<int> blindly = [.. Enumerable.Range(0, Math.Min(size, candidates.Count))];
            var chosen = _options.Search == LatentSearch.Bayesian && evaluated.Latents is { } places
                ? LatentBayesianSearch.Choose(
                    [.. places.Mean.Values().Select(x => (double)x).Chunk(networks.Generator.LatentWidth)], order, candidates,
                    size, cancellation)
                : blindly;
            return [.. chosen.Select(i => new Proposal(
                candidates[i].Architecture, $"generator, round {round}", candidates[i].Latent))];
        }

        var predicted = Predict(networks, _completed, candidates, size, random, cancellation);
        var choice = new CandidateChoice(_context.Problem, predicted, IsTight() ? _chances.Trust(_context.Problem, _completed) : 1);
        var proposed = choice.Choose(_options.Acquisition, _completed, size, random.Fork("choice"));
        _chances.Believe(_told, [.. proposed.Select(i => choice.Chances[i])]);
        return
        [
            .. proposed.Select(i => new Proposal(
                candidates[i].Architecture, $"generator, round {round}", candidates[i].Latent, predicted.Mean[i])),
        ];
    }

    /// <summary>Whether fewer than half of the random starts keep the constraints: elsewhere little can be wasted on breaking them.</summary>
    private bool IsTight()
    {
        bool[] starts = [.. _completed.Where(t => t.Number < _options.InitialDesign).Select(_context.Problem.IsFeasible)];
        return 2 * starts.Count(isFeasible => isFeasible) < starts.Length;
    }

    /// <summary>What was drawn, of which mutants of what was evaluated take the place of a share.</summary>
    private IReadOnlyList<Candidate> WithMutants(
        IReadOnlyList<Candidate> drawn, CandidatePool pool, double[] weights, RandomSource random)
    {
        var most = (int)Math.Round(_options.MutantsOf * _options.Candidates);
        if (most == 0)
        {
            return drawn;
        }

        var mutants = pool.Mutants(_context.Space, [.. _completed.Select(t => t.Architecture)], weights, most, IsFree, random);
        var taken = mutants.Select(c => c.Architecture).ToHashSet();
        return [.. mutants, .. drawn.Where(c => !taken.Contains(c.Architecture)).Take(_options.Candidates - mutants.Count)];
    }

    /// <summary>Whether a drawn architecture may be proposed: a generator knows neither what was evaluated nor what a
    /// narrowed space keeps.</summary>
    private bool IsFree(Architecture drawn) => !_seen.Contains(drawn) && _context.Space.Contains(drawn);

    /// <summary>Names of an architecture's graphs; a single one needs none. // (K)</summary>
    private string[] PartNames() => _encoding.Parts == 1 ? [""]
        : [.. _context.Space.Parts(_completed[0].Architecture).Select(part => part.Name)];

    /// <summary>What the surrogate says of candidates.</summary>
    /// <param name="networks">Networks that have learned from these trials, where it is one.</param>
    /// <param name="known">What trees and processes learn from.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="proposals">How many will be chosen: as many functions are drawn from a process.</param>
    /// <param name="random">Draws them; seeds trees.</param>
    /// <param name="cancellation">Stops the learning.</param>
    internal CandidatePrediction Predict(
        AgNetNetworks networks, IReadOnlyList<Trial> known, IReadOnlyList<Candidate> candidates, int proposals,
        RandomSource random, CancellationToken cancellation)
    {
        var scaling = Scaling(known);
        if (_options.HasNetwork)
        {
            return CandidatePrediction.Of(networks.Surrogate, candidates, scaling);
        }

        var evaluated = new KnownArchitectures(
            [.. known.Select(t => t.Architecture)], scaling.Standardise(known).Values());
        Architecture[] asked = [.. candidates.Select(c => c.Architecture)];
        return _options.HasTrees
            ? CandidatePrediction.OfTrees(_encoding, evaluated, asked, scaling, Ranked(), random.Fork("trees"), cancellation)
            : CandidatePrediction.OfProcesses(
                _context.Space, evaluated, asked, scaling, proposals, random.Fork("processes"), cancellation);
    }

    /// <summary>What a surrogate that learns from these trials is given.</summary>
    private MetricScaling Scaling(IReadOnlyList<Trial> known)
        => MetricScaling.Of(known, _metrics, _options.RankTargets && !_options.HasTrees ? OfObjectivesAlone() : []);

    /// <summary>Metrics of which the trees learn the order alone.</summary>
    private HashSet<string> Ranked() => _options.Surrogate == SurrogateKind.XgBoostRank ? OfObjectivesAlone() : [];

    /// <summary>Metrics whose values no constraint is on: their order is enough.</summary>
    private HashSet<string> OfObjectivesAlone()
        => [.. _context.Problem.Objectives.Select(o => o.Metric).Except(_context.Problem.Constraints.Select(c => c.Metric))];

    /// <summary>
    /// What to try when the generator gives too little that is new: neighbours of the best, then anything.
    /// </summary>
    private IEnumerable<Proposal> Explore(string reason, HashSet<Architecture> taken)
    {
        _context.Report($"{reason}: taking neighbours of the best architectures, then random ones");
        var order = RankWeights.BestFirst(_context.Problem, [.. _completed.Select(t => t.Metrics)]);
        var neighbours = from position in order
                         let trial = _completed[position]
                         from neighbour in _context.Space.Neighbours(trial.Architecture)
                         select new Proposal(neighbour, $"neighbour of trial {trial.Number} ({reason})");
        var anything = InitialDesign.Sequence(_context).Select(a => new Proposal(a, $"random ({reason})"));
        return neighbours.Concat(anything).Where(p => !_seen.Contains(p.Architecture) && taken.Add(p.Architecture));
    }

    /// <summary>Adds places in the latent space where an encoder knows them.</summary>
    private Proposal[] Place(AgNetNetworks networks, IEnumerable<Proposal> proposals)
    {
        using var scope = NewDisposeScope();
        Proposal[] unplaced = [.. proposals];
        ImmutableArray<GraphCode>[] graphs = [.. unplaced.Select(p => _encoding.GraphsOf(p.Architecture))];
        if (graphs.Length == 0 || networks.Locate(GraphBatch.Of(_encoding, graphs)) is not { } places)
        {
            return unplaced;
        }

        var rows = places.Mean.Values().Select(x => (double)x).Chunk(networks.Generator.LatentWidth);
        return [.. unplaced.Zip(rows, (proposal, row) => proposal with { Latent = [.. row] })];
    }
}
