using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>The networks of one search and the optimiser's state, which lasts for the whole search.</summary>
internal sealed class AgNetNetworks : IDisposable
{
    private const string GeneratorFile = "generator.dat";
    private const string EncoderFile = "encoder.dat";
    private const string SurrogateFile = "surrogate.dat";
    private const string OptimiserFile = "optimiser.dat";

    private AgNetNetworks(Generator generator, LatentEncoder? encoder, Surrogate surrogate, AgNetOptions options)
    {
        Generator = generator;
        Encoder = encoder;
        Surrogate = surrogate;
        Optimiser = optim.Adam(
            (options.Search == LatentSearch.Retrained ? generator.parameters() : []).Concat(surrogate.parameters()), options.LearningRate,
            beta1: 0.5, beta2: 0.999);
    }

    /// <summary>G.</summary>
    public Generator Generator { get; }

    /// <summary>
    /// The encoder, fixed during a search so that places in the latent space stay comparable; null when unpaired.
    /// </summary>
    public LatentEncoder? Encoder { get; }

    /// <summary>P.</summary>
    public Surrogate Surrogate { get; }

    /// <summary>Adam over the surrogate and, where it is retrained, the generator.</summary>
    public Adam Optimiser { get; }

    /// <summary>Networks with fresh weights.</summary>
    /// <param name="encoding">Shapes the networks.</param>
    /// <param name="options">Paired networks have an encoder.</param>
    /// <param name="metrics">Outputs of the surrogate.</param>
    /// <param name="random">Draws the weights.</param>
    public static AgNetNetworks Fresh(GraphEncoding encoding, AgNetOptions options, int metrics, RandomSource random)
    {
        var encoder = options.Latent == LatentMode.Paired ? new LatentEncoder(encoding, random.Fork("encoder")) : null;
        var width = encoding.Width + (encoder is null ? 0 : Generator.LatentWidthOf(encoding));
        return new AgNetNetworks(
            new Generator(encoding, random.Fork("generator")), encoder,
            new Surrogate(
                width, metrics, options.Surrogate == SurrogateKind.Ensemble ? options.EnsembleSize : 1,
                random.Fork("surrogate")),
            options);
    }

    /// <summary>Writes generator and encoder.</summary>
    public void SaveGenerator(string folder)
    {
        Generator.save(Path.Combine(folder, GeneratorFile));
        Encoder?.save(Path.Combine(folder, EncoderFile));
    }

    /// <summary>Reads generator and encoder.</summary>
    public void LoadGenerator(string folder)
    {
        Generator.load(Path.Combine(folder, GeneratorFile));
        Encoder?.load(Path.Combine(folder, EncoderFile));
    }

    /// <summary>Writes everything.</summary>
    public void Save(string folder)
    {
        SaveGenerator(folder);
        Surrogate.save(Path.Combine(folder, SurrogateFile));
        Optimiser.save_state_dict(Path.Combine(folder, OptimiserFile));
    }

    /// <summary>Reads everything.</summary>
    public void Load(string folder)
    {
        LoadGenerator(folder);
        Surrogate.load(Path.Combine(folder, SurrogateFile));
        Optimiser.load_state_dict(Path.Combine(folder, OptimiserFile));
    }

    /// <summary>Where the encoder puts graphs; null when unpaired. // (n, Z) each</summary>
    public LatentDistribution? Locate(GraphBatch graphs)
    {
        using var still = no_grad();
        return Encoder?.forward(graphs.OneHot);
    }

    /// <summary>What the surrogate sees of a graph and its place: one-hot nodes, edges, z. // (n, W + Z)</summary>
    public static Tensor Features(GraphBatch graphs, Tensor places) => cat([graphs.OneHot, places], 1);

    /// <summary>What the surrogate sees of soft graphs: of each the one-hot input node, then all logits. // (n, W)</summary>
    public static Tensor Features(GraphLogits logits)
    {
        var input = zeros([logits.Nodes.shape[0], logits.Nodes.shape[1], logits.Nodes.shape[3]]);
        input.narrow(2, GraphEncoding.Input, 1).fill_(1);
        return cat([input, logits.Nodes.flatten(2), logits.Edges], 2).flatten(1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimiser.Dispose();
        Surrogate.Dispose();
        Encoder?.Dispose();
        Generator.Dispose();
    }
}
