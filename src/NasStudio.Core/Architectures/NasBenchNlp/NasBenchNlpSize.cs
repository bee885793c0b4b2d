namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>The language model that a cell is put into, and its size.</summary>
/// <remarks>
/// Klyuchnikov et al. 2022, section 4, after Merity, Keskar and Socher, "Regularizing and Optimizing LSTM Language
/// Models", ICLR 2018: word vectors, layers of the cell, and a decoder that shares the word vectors' weights and has a
/// bias for each word. The states of the last layer are as wide as a word vector, those of the others wider; a linear
/// node has a matrix for each argument and one bias. The defaults reproduce the benchmark's num_params on WikiText-2.
/// </remarks>
/// <param name="Words">Words of the vocabulary (33,278 in WikiText-2).</param>
/// <param name="WordWidth">Width of a word vector (400 in the benchmark).</param>
/// <param name="StateWidth">Width of the states but for the last layer (600 in the benchmark).</param>
/// <param name="Layers">How many layers (3 in the benchmark).</param>
public sealed record NasBenchNlpSize(int Words = 33_278, int WordWidth = 400, int StateWidth = 600, int Layers = 3)
{
    /// <summary>Trainable parameters, and multiply-accumulates of linear nodes and decoder for one word.</summary>
    /// <exception cref="InvalidOperationException">A size of this model is not positive.</exception>
    public (long Parameters, long MultiplyAccumulates) Of(NasBenchNlpCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        int[] sizes = [Words, WordWidth, StateWidth, Layers];
        if (sizes.Min() < 1)
        {
            throw new InvalidOperationException($"Every size of the model must be at least 1: {this}.");
        }

        var total = new SizeTally();
        total.Linear(WordWidth, Words);                       // decoder and word vectors: they share their weights
        for (var layer = 0; layer < Layers; layer++)
        {
            long input = layer == 0 ? WordWidth : StateWidth;
            long state = layer == Layers - 1 ? WordWidth : StateWidth;
            foreach (var node in cell.Nodes.Where(node => node.Operation == NasBenchNlpOperation.Linear))
            {
                total.Linear(node.Arguments.Sum(value => value == 0 ? input : state), state);
            }
        }

        return (total.Parameters, total.MultiplyAccumulates);
    }
}
