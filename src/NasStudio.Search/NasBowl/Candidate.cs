using NasStudio.Core.Architectures;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl;

/// <summary>What may be proposed.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Origin">Where it came from, for people.</param>
/// <param name="Point">What the kernel sees of it.</param>
internal sealed record Candidate(Architecture Architecture, string Origin, KernelPoint Point);
