using NasStudio.Core.Architectures;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>The graphs that AG-Net generates.</summary>
public static class AgNetGraphs
{
    /// <summary>How the architectures of a space are graphs.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static GraphEncoding For(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Encoding(ArchitectureEncoding.Generator) as GraphEncoding
            ?? throw new ArgumentException(
                $"AG-Net cannot write the architectures of the space '{space.Kind}' as graphs.", nameof(space));
    }
}
