using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Language;

/// <summary>What a model remembers between two stretches of text: for each layer the state of its cell. // layers,
/// states, (B, H)</summary>
public sealed class LanguageState(Tensor[][] layers) : IDisposable
{
    /// <summary>By layer and number of the state.</summary>
    internal Tensor[][] Layers { get; } = layers;

    /// <summary>The same numbers without their history, for the next stretch; it outlives the current scope.</summary>
    internal LanguageState Detached()
        => new(Array.ConvertAll(Layers, states => Array.ConvertAll(states, h => h.detach().MoveToOuterDisposeScope())));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Layers.SelectMany(states => states)) tensor.Dispose();
    }
}

/// <summary>
/// Predicts the next token from those before: embedding, layers of one recurrent cell, linear layer. // tokens (T, B),
/// state -> logits (T, B, V), state
/// </summary>
/// <remarks>
/// The network of NAS-Bench-NLP (Klyuchnikov et al. 2022, section 4; AWD-LSTM's of Merity et al. 2018). The last
/// layer's weights are the embedding's. Deviations, for speed on a CPU and for results that repeat: no dropout
/// anywhere, and the embedding is as long as every state.
/// </remarks>
public sealed class LanguageModel : nn.Module<Tensor, LanguageState, (Tensor Logits, LanguageState State)>
{
    private const double EmbeddingBound = 0.1;                        // Merity et al. 2018
    private readonly RecurrentCell[] _cells;
    private readonly Embedding _embedding;
    private readonly Linear _decoder;
    private readonly int _size;

    /// <summary>A model with libtorch's own random weights; <see cref="Fill"/> gives it reproducible ones.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="vocabulary">V, how many tokens there are.</param>
    /// <param name="size">H, length of embedding and states.</param>
    /// <param name="layers">How many cells one above the other.</param>
    public LanguageModel(NasBenchNlpCell cell, int vocabulary, int size, int layers)
        : base(nameof(LanguageModel))
    {
        _size = size;
        _cells = [.. Enumerable.Range(0, layers).Select(_ => new RecurrentCell(cell, size))];
        register_module("embedding", _embedding = nn.Embedding(vocabulary, size));
        for (var layer = 0; layer < layers; layer++) register_module($"layer{layer}", _cells[layer]);
        register_module("decoder", _decoder = nn.Linear(size, vocabulary));
        _decoder.weight = _embedding.weight;
    }

    /// <summary>What the model remembers at the beginning of a text: nothing.</summary>
    /// <param name="batch">B, how many texts are read side by side.</param>
    public LanguageState Start(long batch)
        => new([.. _cells.Select(cell => Enumerable.Range(0, cell.States)
            .Select(_ => zeros([batch, _size], device: _embedding.weight!.device)).ToArray())]);

    /// <summary>Draws all weights anew: embedding within 0.1, the last layer's bias 0, cells as
    /// <see cref="RecurrentCell.Fill"/> does.</summary>
    public void Fill(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        using var noGradient = no_grad();
        Seeding.FillUniform(_embedding.weight!, EmbeddingBound, random.Fork("embedding"));
        _decoder.bias!.zero_();
        for (var layer = 0; layer < _cells.Length; layer++) _cells[layer].Fill(random.Fork("layer", layer));
    }

    /// <inheritdoc/>
    public override (Tensor Logits, LanguageState State) forward(Tensor tokens, LanguageState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        var outputs = _embedding.call(tokens).unbind();               // T times (B, H)
        var last = new Tensor[_cells.Length][];
        for (var layer = 0; layer < _cells.Length; layer++)
        {
            last[layer] = state.Layers[layer];
            for (var step = 0; step < outputs.Length; step++)
            {
                last[layer] = _cells[layer].call(outputs[step], last[layer]);
                outputs[step] = last[layer][0];
            }
        }

        var logits = _decoder.call(stack(outputs)).MoveToOuterDisposeScope();          // (T, B, V)
        foreach (var tensor in last.SelectMany(states => states)) tensor.MoveToOuterDisposeScope();
        return (logits, new LanguageState(last));
    }
}
