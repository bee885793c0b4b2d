using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Neural.Networks;
using NasStudio.OneShot.Distributions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>Which statistics the batch norms of a supernet normalise by.</summary>
public enum NormStatistics
{
    /// <summary>Those of the batch; the stored ones stay as they are.</summary>
    Batch,

    /// <summary>Those of the batch; the stored ones follow (a tenth of the way for each batch).</summary>
    Tracked,

    /// <summary>The stored ones, which stay as they are.</summary>
    Stored,
}

/// <summary>
/// A network that holds the weights of every architecture of a space at once. A pass computes one architecture, or a
/// weighted sum at some of its variables, and touches nothing else.
/// </summary>
/// <remarks>Each operation has weights of its own at each place. Stem, reductions and classifier are shared. On one
/// thread at a time.</remarks>
public abstract class Supernet : nn.Module
{
    private readonly NetworkFactory _networks;
    private readonly Lazy<BatchNorm2d[]> _norms;
    private readonly Lazy<ComplexityTable> _parameters, _multiplyAccumulates;

    /// <summary>A supernet without modules.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="space">The space whose architectures it holds.</param>
    /// <param name="size">Size of the networks.</param>
    /// <param name="variables">What an architecture chooses.</param>
    /// <param name="groups">Variables that only have a size together; null for each by itself.</param>
    private protected Supernet(
        string name, SearchSpace space, NetworkSize size, ImmutableArray<SupernetVariable> variables,
        ImmutableArray<ImmutableArray<int>>? groups = null) : base(name)
    {
        (Space, Variables) = (space, variables);
        _networks = NetworkFactory.For(space, size);
        _norms = new(() => [.. modules().OfType<BatchNorm2d>()]);
        var together = groups ?? [.. Enumerable.Range(0, variables.Length).Select(variable => ImmutableArray.Create(variable))];
        _parameters = new(() => Table(together, choices => _networks.SizeOf(ArchitectureOf(choices)).Parameters));
        _multiplyAccumulates = new(
            () => Table(together, choices => _networks.SizeOf(ArchitectureOf(choices)).MultiplyAccumulates));
    }

    /// <summary>The space whose architectures it holds.</summary>
    public SearchSpace Space { get; }

    /// <summary>What an architecture chooses, in order.</summary>
    public ImmutableArray<SupernetVariable> Variables { get; }

    /// <summary>Variables whose outputs one node adds up, for each node that adds several; none where another variable decides
    /// what is added.</summary>
    public virtual ImmutableArray<ImmutableArray<int>> Sums => [];

    /// <summary>Whether an architecture has weights that its output does not depend on: what it computes is to be had for
    /// less.</summary>
    /// <param name="choices">Indices of its choices. // (variables)</param>
    public virtual bool IsWasteful(ImmutableArray<int> choices) => false;

    /// <summary>Trainable parameters of the architectures' own networks.</summary>
    public ComplexityTable Parameters => _parameters.Value;

    /// <summary>Multiply-accumulates for one image of the architectures' own networks.</summary>
    public ComplexityTable MultiplyAccumulates => _multiplyAccumulates.Value;

    /// <summary>The table of a complexity: "params" or "flops".</summary>
    internal ComplexityTable TableOf(string complexity)
        => complexity == Searches.Complexities.Parameters ? Parameters : MultiplyAccumulates;

    /// <summary>The supernet of a space, with libtorch's own random weights, on the CPU.</summary>
    /// <param name="space">The space.</param>
    /// <param name="size">Size of the networks.</param>
    /// <param name="parts">Operations see one of so many parts of the channels, which cells allow; 1 for all channels.</param>
    /// <exception cref="ArgumentException">The space has none; says which spaces have one. Or the channels cannot be
    /// parted.</exception>
    public static Supernet For(SearchSpace space, NetworkSize size, int parts = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(size);
        return space switch
        {
            NasBench201Space cells => new NasBench201Supernet(cells, size, parts),
            DartsSpace genotypes => new DartsSupernet(genotypes, size, parts),
            _ when parts > 1 => throw new ArgumentException(
                $"The space '{space.Kind}' has no supernet of parted channels; allowed: {string.Join(", ", CellSpaces)}.",
                nameof(space)),
            NasBenchMacroSpace networks => new NasBenchMacroSupernet(networks, size),
            ChoiceSpace chains => new BlockChainSupernet(chains, size),
            _ => throw new ArgumentException(
                $"The space '{space.Kind}' has no supernet; allowed: {string.Join(", ", Spaces)}.", nameof(space)),
        };
    }

    /// <summary>Kinds of the spaces that have a supernet.</summary>
    public static ImmutableArray<string> Spaces { get; } = ["nas-bench-201", "nas-bench-macro", "darts", "choice"];

    /// <summary>Kinds of the spaces whose supernets may part channels.</summary>
    public static ImmutableArray<string> CellSpaces { get; } = ["nas-bench-201", "darts"];

    /// <summary>Why a space of one of these kinds has no supernet; null where it has one.</summary>
    public static string? Fault(SearchSpace space) => space is not ChoiceSpace chains ? null
        : BlockChain.Fault(chains) ?? (chains.Definition.Forbid.IsEmpty ? null
            : "has rules, and in a supernet every variable is drawn by itself; allowed are spaces that forbid nothing");

    /// <summary>The architecture that an assignment is.</summary>
    /// <param name="choices">Category of each variable. // (variables)</param>
    public abstract Architecture ArchitectureOf(IReadOnlyList<int> choices);

    /// <summary>The assignment that an architecture is. // (variables)</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public abstract ImmutableArray<int> ChoicesOf(Architecture architecture);

    /// <summary>Logits of one architecture. // (B, C, H, W) -> (B, classes)</summary>
    /// <param name="images">Normalised images.</param>
    /// <param name="choices">Category of each variable. // (variables)</param>
    public Tensor forward(Tensor images, ReadOnlySpan<int> choices)
    {
        var picks = new Pick[choices.Length];
        for (var variable = 0; variable < picks.Length; variable++) picks[variable] = choices[variable];
        return forward(images, picks);
    }

    /// <summary>Logits of one architecture or of a mixture. // (B, C, H, W) -> (B, classes)</summary>
    /// <param name="images">Normalised images.</param>
    /// <param name="picks">What is computed at each variable. // (variables)</param>
    public abstract Tensor forward(Tensor images, IReadOnlyList<Pick> picks);

    /// <summary>Says which statistics batch norms use from now on.</summary>
    public void Use(NormStatistics statistics)
    {
        train(statistics != NormStatistics.Stored);
        foreach (var norm in _norms.Value) norm.momentum = statistics == NormStatistics.Tracked ? 0.1 : 0;
    }

    /// <summary>Replaces the stored statistics on the path of one architecture by the plain average over some batches; those
    /// off the path become the identity's. Leaves batch norms on <see cref="NormStatistics.Stored"/>.</summary>
    /// <param name="choices">Category of each variable. // (variables)</param>
    /// <param name="batches">Training images, unchanged; each is disposed. // (B, C, H, W)</param>
    public void Recalibrate(ReadOnlySpan<int> choices, IEnumerable<Tensor> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using var noGradient = no_grad();
        Use(NormStatistics.Tracked);
        foreach (var norm in _norms.Value)
        {
            norm.running_mean!.zero_();
            norm.running_var!.fill_(1);
            norm.num_batches_tracked!.zero_();
            norm.momentum = null;                                     // null: every batch counts alike
        }

        foreach (var batch in batches)
        {
            using var images = batch;
            forward(images, choices).Dispose();
        }

        Use(NormStatistics.Stored);
    }

    /// <summary>The network of one architecture with copies of its weights and statistics here, on the CPU; dispose
    /// it. // (B, C, H, W) -> (B, classes)</summary>
    /// <param name="choices">Category of each variable. // (variables)</param>
    public nn.Module<Tensor, Tensor> Extract(IReadOnlyList<int> choices)
    {
        var network = _networks.Build(ArchitectureOf(choices));
        var own = state_dict();
        var renamed = Renamed(choices).ToArray();
        network.load_state_dict(network.state_dict().Keys.ToDictionary(name => name, name => own[SourceOf(name)]));
        return network;

        string SourceOf(string name)
        {
            foreach (var (target, source) in renamed)
            {
                if (name.StartsWith(target, StringComparison.Ordinal)) return source + name[target.Length..];
            }

            return name;
        }
    }

    /// <summary>Beginnings of the names that weights have in the architecture's own network and in this supernet, where
    /// they differ, the first that fits counting.</summary>
    private protected abstract IEnumerable<(string Network, string Supernet)> Renamed(IReadOnlyList<int> choices);

    /// <summary>The table of a cost that is a sum over groups of variables, from what each assignment of a group by itself
    /// changes.</summary>
    private ComplexityTable Table(ImmutableArray<ImmutableArray<int>> groups, Func<IReadOnlyList<int>, double> cost)
    {
        var all = cost(new int[Variables.Length]);
        var costs = groups.Select(group =>
        {
            ImmutableArray<int> counts = [.. group.Select(variable => Variables[variable].Categories.Length)];
            var empty = new ComplexityTerm(group, counts, []);
            return empty with
            {
                Costs = [.. Enumerable.Range(0, counts.Aggregate(1, (product, count) => product * count)).Select(number =>
                {
                    var choices = new int[Variables.Length];
                    empty.Assign(number, choices);
                    return cost(choices) - all;
                })],
            };
        }).ToArray();
        return new ComplexityTable(
            costs.Select(term => term with { Costs = [.. term.Costs.Select(entry => entry - term.Costs.Min())] }),
            all + costs.Sum(term => term.Costs.Min()));
    }
}
