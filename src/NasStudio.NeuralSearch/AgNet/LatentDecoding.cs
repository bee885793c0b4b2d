using System.Collections.Immutable;
using NasStudio.Search;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <content>What lies at a place of the latent space: the likeliest graph, and the surrogate's word on it.</content>
public sealed partial class AgNetStrategy
{
    private const int LargestLatent = 1_000;   // far outside N(0, 1); keeps float logits finite

    /// <summary>Whether the Ask that comes next, or that a checkpoint stands beside, learns and draws candidates.</summary>
    private bool IsInRounds => _completed.Count >= FewestToLearnFrom
        && InitialDesign.Left(_context, _options.InitialDesign, _told).Count == 0;

    /// <inheritdoc/>
    public DecodedArchitecture? Decode(ImmutableArray<double> latent)
    {
        var width = Generator.LatentWidthOf(_encoding);
        if (latent.IsDefault || latent.Length != width || !latent.All(IsAllowed))
        {
            var given = latent.IsDefault ? "are none"
                : latent.Length != width ? $"are {latent.Length} numbers"
                : FormattableString.Invariant($"have {latent.First(z => !IsAllowed(z))} among them");
            throw new ArgumentException(
                $"A place in the latent space is {width} numbers from -{LargestLatent} to {LargestLatent}; these {given}.");
        }

        var networks = _networks
            ?? throw new InvalidOperationException("There is no generator before the first Ask or Load.");
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var point = tensor(latent.Select(z => (float)z).ToArray(), [1, width]);
        var logits = networks.Generator.forward(point);
        var graphs = GraphSampler.MostLikely(_encoding, logits)[0];
        if (_encoding.Decode(graphs) is not { } architecture)
        {
            return null;
        }

        var candidate = new CandidatePool(_encoding, networks, _options).Describe([graphs], point, logits, [0]).Single();
        return new DecodedArchitecture(
            architecture, Predicted(networks, candidate), networks.Encoder is null ? null : candidate.Latent);
    }

    private static bool IsAllowed(double number) => Math.Abs(number) <= LargestLatent;   // and no NaN

    /// <summary>What the surrogate says, in the units of the trials that it has learned from; null where there is
    /// none, or it has not learned yet.</summary>
    private ImmutableSortedDictionary<string, double>? Predicted(AgNetNetworks networks, Candidate candidate)
    {
        if (!_options.HasSurrogate || _learned == 0)
        {
            return null;
        }

        var known = _completed[.._learned];
        return Predict(networks, known, [candidate], 1, _context.Random.Fork("decoding"), CancellationToken.None).Mean[0];
    }
}
