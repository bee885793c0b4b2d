using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>
/// All chains of blocks that a user's own space spells. // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>The skeleton is that of <see cref="BlockChainNetwork"/>. A variable for each of the space's, its categories the
/// variable's values.</remarks>
public sealed class BlockChainSupernet : Supernet
{
    private readonly ChoiceSpace _space;
    private readonly ArchitectureEncoding _oneHot;
    private readonly ConvNormRelu _stem;
    private readonly List<nn.Module> _body = [];
    private readonly Linear _classifier;

    /// <summary>A supernet with libtorch's own random weights.</summary>
    /// <exception cref="ArgumentException">A value of the space is no block, or the space forbids
    /// combinations.</exception>
    public BlockChainSupernet(ChoiceSpace space, NetworkSize size)
        : base(nameof(BlockChainSupernet), space, size, [.. space.Definition.Variables.Select(variable => new SupernetVariable(
            variable.Name, variable.Values,
            variable.Values.IndexOf(BlockOperations.Names[(int)BlockOperation.Skip]) is var skip and >= 0 ? skip : null))])
    {
        if (!space.Definition.Forbid.IsEmpty)
        {
            throw new ArgumentException(
                "A supernet cannot search a space that forbids combinations: every variable is drawn by itself. Allowed are "
                + "spaces without rules.", nameof(space));
        }

        (_space, _oneHot) = (space, space.Encoding(ArchitectureEncoding.OneHot)!);
        long channels = size.Channels;
        var chain = BlockChain.Of(space, ArchitectureOf(new int[Variables.Length]));
        for (var (block, stage) = (0, 0); stage < BlockChain.Stages; stage++)
        {
            for (; block < Variables.Length && chain.StageOf(block) == stage; block++)
            {
                var width = channels;
                Add($"block{block}", new CandidateLayer(Variables[block].Categories.Select(
                    value => BlockChainNetwork.Block((BlockOperation)BlockOperations.Names.IndexOf(value), width))));
            }

            if (stage < BlockChain.Stages - 1)
            {
                Add($"reduction{stage}", BlockChainNetwork.Reduction(channels));
                channels *= 2;
            }
        }

        register_module("stem", _stem = new ConvNormRelu(size.Image.Channels, size.Channels, kernel: 3));
        register_module("classifier", _classifier = nn.Linear(channels, size.Classes));

        void Add(string name, nn.Module module)
        {
            _body.Add(module);
            register_module(name, module);
        }
    }

    /// <inheritdoc/>
    public override Architecture ArchitectureOf(IReadOnlyList<int> choices)
        => _oneHot.Decode([.. choices.SelectMany((choice, j) =>
            Enumerable.Range(0, Variables[j].Categories.Length).Select(category => category == choice ? 1.0 : 0.0))])!;

    /// <inheritdoc/>
    public override ImmutableArray<int> ChoicesOf(Architecture architecture)
        => [.. _space.Choices(architecture).Select((choice, j) => Variables[j].Categories.IndexOf(choice.Value))];

    /// <inheritdoc/>
    public override Tensor forward(Tensor images, IReadOnlyList<Pick> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        using var scope = NewDisposeScope();
        var features = _stem.call(images);
        var variable = 0;
        foreach (var layer in _body)
        {
            features = layer is CandidateLayer block
                ? block.forward(features, picks[variable++]) : ((nn.Module<Tensor, Tensor>)layer).call(features);
        }

        var pooled = nn.functional.adaptive_avg_pool2d(features, 1).flatten(1);        // (B, 4 C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }

    private protected override IEnumerable<(string Network, string Supernet)> Renamed(IReadOnlyList<int> choices)
        => [.. choices.Select((choice, block) => ($"body.block{block}.", $"block{block}.{choice}.")), ("body.", "")];
}
