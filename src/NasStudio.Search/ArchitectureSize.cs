using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;

namespace NasStudio.Search;

/// <summary>How large an architecture is, without training or building it.</summary>
/// <remarks>
/// Spaces of a benchmark: parameters of the benchmark's own network for CIFAR-10. Others: nodes of the functional graph,
/// a stand-in that grows with what the network computes.
/// </remarks>
internal static class ArchitectureSize
{
    private const string Parameters = "parameters";

    /// <summary>The measure of a space and what it counts.</summary>
    public static (Func<Architecture, long> Size, string Unit) Of(SearchSpace space) => space.Whole switch
    {
        NasBench101Space cells => (a => new NasBench101Size().Of(cells.Cell(a)).Parameters, Parameters),
        NasBench201Space cells => (a => new NasBench201Size().Of(cells.Cell(a)).Parameters, Parameters),
        NasBenchMacroSpace networks => (a => new NasBenchMacroSize().Of(networks.Network(a)).Parameters, Parameters),
        _ => (architecture => space.FunctionalGraph(architecture).Labels.Length, "nodes"),
    };
}
