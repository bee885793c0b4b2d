using NasStudio.Core.Architectures;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>The graphs that AG-Net generates.</summary>
public static class AgNetGraphs
{
    /// <summary>How the architectures of a space are graphs of equally many nodes.</summary>
    /// <exception cref="ArgumentException">They are not: an architecture is several graphs, or graphs differ in
    /// size.</exception>
    public static GraphEncoding For(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Encoding(ArchitectureEncoding.Generator) is GraphEncoding { IsFixedSize: true } encoding
            ? encoding
            : throw new ArgumentException(
                $"AG-Net cannot write the architectures of the space '{space.Kind}' as single graphs of equally many "
                + "nodes.",
                nameof(space));
    }
}
