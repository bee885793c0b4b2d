using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>What the trials of a run teach about one objective: which motifs make architectures good, and what is expected
/// of any architecture. Safe for concurrent use.</summary>
/// <remarks>The model is that of NAS-BOWL's interpretability (<see cref="MotifModel"/>), whatever strategy made the
/// trials.</remarks>
public sealed class MotifStudy
{
    private readonly Lock _turn = new();                      // an explanation numbers features, and takes them back
    private readonly SearchSpace _space;
    private readonly MotifModel _model;
    private readonly ImmutableArray<Motif> _motifs;

    /// <summary>Learns from trials.</summary>
    /// <param name="space">Their space.</param>
    /// <param name="seed">Their run.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="objective">Index of the objective.</param>
    /// <param name="metric">Its metric.</param>
    /// <param name="learned">Completed full trials to learn from, at least two.</param>
    /// <param name="trials">How many the run has.</param>
    /// <param name="unseen">Finds architectures that the run has not evaluated; null for none.</param>
    /// <param name="progress">Hears what is being done; null where nobody listens.</param>
    /// <param name="cancellation">Stops it.</param>
    public MotifStudy(
        SearchSpace space, long seed, Problem problem, int objective, Metric metric, IReadOnlyList<Trial> learned, int trials,
        Func<MotifStudy, (UnseenValues From, ImmutableArray<HoldingArchitecture> Architectures)>? unseen = null,
        Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(learned);
        (_space, Seed, Metric, Trials) = (space, seed, metric, trials);
        Objective = problem.Objectives[objective];
        progress?.Invoke($"Learning from {learned.Count} architectures");
        _model = new MotifModel(space, problem, objective, learned, cancellation);
        progress?.Invoke("Scoring motifs");
        Set = MotifSet.Of(_model);
        ClassedMotif[] telling = [.. Set.Motifs.Where(m => m.Motif.Effect is not null)];
        _motifs = [.. telling.Select(m => m.Motif)];
        Held = Set.Motifs.Length - telling.Length;
        var looks = _model.Look(_motifs, [.. learned.Select(t => t.Architecture)], cancellation);
        Measured = [.. learned.Zip(looks, (trial, look) => new HoldingArchitecture(trial.Number, trial.Metric(metric.Name), look.Held))];
        var names = space.Parts(learned[0].Architecture).Select(part => part.Name).ToArray();
        Motifs = [.. telling.Select((m, i) => Studied(i, m, names))];
        Calibration = Calibrated(learned);
        progress?.Invoke("Looking at other architectures");
        (UnseenFrom, Unseen) = unseen?.Invoke(this) ?? (UnseenValues.Expected, []);
    }

    /// <summary>The run.</summary>
    public long Seed { get; }

    /// <summary>The objective.</summary>
    public Objective Objective { get; }

    /// <summary>Its metric.</summary>
    public Metric Metric { get; }

    /// <summary>How many completed full trials the run had.</summary>
    public int Trials { get; }

    /// <summary>How many of them were learned, evenly over the run where not all.</summary>
    public int Learned => _model.Count;

    /// <summary>h, how many steps the model sees from a node: chosen by the marginal likelihood.</summary>
    public int Depth => _model.Depth;

    /// <summary>All motifs with enough support, those that every architecture holds among them.</summary>
    internal MotifSet Set { get; }

    /// <summary>How many motifs every learned architecture holds: they tell none from another.</summary>
    public int Held { get; }

    /// <summary>The motifs that tell architectures from each other, best effect first.</summary>
    public ImmutableArray<StudiedMotif> Motifs { get; }

    /// <summary>The learned trials.</summary>
    public ImmutableArray<HoldingArchitecture> Measured { get; }

    /// <summary>A random sample of what the run has not evaluated; may be empty where the space is small.</summary>
    public ImmutableArray<HoldingArchitecture> Unseen { get; }

    /// <summary>Where the values of <see cref="Unseen"/> come from.</summary>
    public UnseenValues UnseenFrom { get; }

    /// <summary>How far the model can be trusted.</summary>
    public Calibration Calibration { get; }

    /// <summary>What the model makes of an architecture, evaluated or not.</summary>
    /// <exception cref="FormatException">The text is no architecture of the space.</exception>
    public ArchitectureReading Read(string native)
    {
        lock (_turn)
        {
            var architecture = _space.Parse(native);
            var (parts, origins) = (_space.Parts(architecture), _space.FunctionalOrigins(architecture));
            var explanation = _model.Explain(architecture);
            var changes = Changes(architecture, parts);
            var deviation = Math.Sqrt(Math.Pow(explanation.Deviation, 2) + Math.Pow(_model.NoiseDeviation, 2));
            return new ArchitectureReading(
                architecture.Native, explanation.Expected, deviation, Value(explanation.Expected, deviation),
                explanation.Percentile,
                [.. parts.Select((part, p) => Cell(part.Name, part.Graph, p, origins[p], explanation, changes))],
                HeldBy(explanation), changes);
        }
    }

    /// <summary>What is expected of architectures, in the objective's unit, and the motifs that each holds.</summary>
    internal ImmutableArray<HoldingArchitecture> Look(IReadOnlyList<Architecture> architectures, CancellationToken cancellation)
    {
        lock (_turn)
        {
            return [.. _model.Look(_motifs, architectures, cancellation)
                .Select(look => new HoldingArchitecture(null, _model.Restore(look.Expected), look.Held))];
        }
    }

    private StudiedMotif Studied(int place, ClassedMotif classed, string[] cells)
    {
        var motif = classed.Motif;
        double Mean(bool holds) => Measured.Where(a => a.Held.Contains(place) == holds).Average(a => a.Value);
        var cell = cells.Length > 1 ? cells[motif.Part] : "";
        return new StudiedMotif(
            cell.Length > 0 ? $"{cell}: {motif.Tree}" : $"{motif.Tree}", cell, GraphOf(motif.Tree), motif.Level,
            classed.Class switch { MotifClass.Good => true, MotifClass.Bad => false, _ => null }, motif.Support,
            motif.Effect!.Value, motif.EffectDeviation!.Value, motif.Gradient, motif.GradientDeviation,
            motif.HoldersScore, Mean(true), Mean(false));
    }

    /// <summary>A label as a graph: its root, then what follows, breadth first.</summary>
    private static LabelledDag GraphOf(LabelTree tree)
    {
        var (labels, edges) = (new List<string> { tree.Operation }, new List<DagEdge>());
        Queue<LabelTree> open = new([tree]);
        for (var node = 0; open.TryDequeue(out var next); node++)
        {
            foreach (var branch in next.Successors)
            {
                edges.Add(new DagEdge(node, labels.Count, branch.Edge));
                labels.Add(branch.Tree.Operation);
                open.Enqueue(branch.Tree);
            }
        }

        return new LabelledDag([.. labels], [.. edges]);
    }

    private Calibration Calibrated(IReadOnlyList<Trial> learned)
    {
        var left = _model.LeaveOneOut();
        var correlation = RankCorrelation.Spearman([.. left.Select(l => l.Expected)], [.. left.Select(l => l.Learned)]);
        return new Calibration(
            [
                .. learned.Zip(left, (trial, l) => new LeftOutTrial(
                    trial.Number, Value(l.Expected, l.Deviation), trial.Metric(Metric.Name))),
            ],
            double.IsFinite(correlation) ? correlation : null,
            Math.Sqrt(left.Average(l => Math.Pow(l.Learned - l.Expected, 2))), Calibration.Of(left));
    }

    private ExpectedValue Value(double expected, double deviation)
    {
        var (one, other) = (_model.Restore(expected - deviation), _model.Restore(expected + deviation));
        return new ExpectedValue(_model.Restore(expected), Math.Min(one, other), Math.Max(one, other));
    }

    private ImmutableArray<HeldMotif> HeldBy(Explanation explanation)
    {
        var features = explanation.Features.Where(f => f.Level <= MotifModel.MotifLevel)
            .ToDictionary(f => (f.Part, f.Level, f.Tree));
        return
        [
            .. from motif in _motifs.Index()
               let key = (motif.Item.Part, motif.Item.Level, motif.Item.Tree)
               where features.ContainsKey(key)
               let feature = features[key]
               orderby Math.Abs(feature.Contribution) descending
               select new HeldMotif(motif.Index, feature.Count, feature.Contribution),
        ];
    }

    private ImmutableArray<ArchitectureChange> Changes(
        Architecture architecture, IReadOnlyList<(string Name, LabelledDag Graph)> parts)
    {
        var neighbours = _space.Neighbours(architecture);
        var looks = _model.Look([], neighbours, CancellationToken.None);
        return
        [
            .. neighbours.Zip(looks, (neighbour, look) =>
            {
                var difference = Difference.Of(parts, _space.Parts(neighbour));
                return new ArchitectureChange(
                    neighbour.Native, difference.Part, difference.Place, difference.Text, look.Expected,
                    _model.Restore(look.Expected));
            }),
        ];
    }

    private static ExplainedCell Cell(
        string name, LabelledDag graph, int part, ImmutableArray<int> origins, Explanation explanation,
        ImmutableArray<ArchitectureChange> changes)
    {
        var places = SearchSpace.Places(graph).Length;
        var (shares, comparisons) = (new double?[places], new double?[places]);
        foreach (var origin in origins)
        {
            shares[origin] = 0;
        }

        foreach (var feature in explanation.Features.Where(f => f.Part == part))
        {
            foreach (var node in feature.Nodes)
            {
                shares[origins[node]] += feature.Contribution / feature.Count;
            }
        }

        foreach (var others in changes.Where(c => c.Part == part && c.Place is not null).GroupBy(c => c.Place!.Value))
        {
            comparisons[others.Key] = explanation.Expected - others.Average(c => c.Expected);
        }

        return new ExplainedCell(name, graph, [.. shares], [.. comparisons]);
    }
}
