using System.Collections.Immutable;

namespace NasStudio.Benchmarks;

/// <summary>A benchmark's file is not what it should be. The message names the place, the value and what is
/// allowed.</summary>
public sealed class BenchmarkException : Exception
{
    /// <summary>A fault with its message.</summary>
    public BenchmarkException(string message) : base(message) => Faults = [message];

    /// <summary>A fault with its message and what caused it.</summary>
    public BenchmarkException(string message, Exception cause) : base(message, cause) => Faults = [message];

    /// <summary>Several faults, of which the first are listed.</summary>
    /// <param name="faults">The first of them.</param>
    /// <param name="count">How many there are in all.</param>
    public BenchmarkException(ImmutableArray<string> faults, int count) : base(Text(faults, count))
        => (Faults, FaultCount) = (faults, count);

    /// <summary>The faults, the first ones where there are many.</summary>
    public ImmutableArray<string> Faults { get; }

    /// <summary>How many faults there are in all.</summary>
    public int FaultCount { get; } = 1;

    private static string Text(ImmutableArray<string> faults, int count)
        => $"{(count == 1 ? "One fault" : $"{count} faults")}; nothing was imported.\n{string.Join('\n', faults)}"
            + (count > faults.Length ? $"\nand {count - faults.Length} more" : "");
}
