using System.Collections.Immutable;

namespace NasStudio.Runs.Experiments;

/// <summary>The experiment file has faults; nothing was started.</summary>
public sealed class InvalidExperimentException(ImmutableArray<Fault> faults)
    : Exception($"The experiment has {faults.Length} fault(s): {string.Join("; ", faults)}")
{
    /// <summary>All of them.</summary>
    public ImmutableArray<Fault> Faults { get; } = faults;
}

/// <summary>There is no such experiment, run or trial.</summary>
public sealed class NotFoundException(string message) : Exception(message);

/// <summary>What was asked does not fit the state of the experiment; the message says what would.</summary>
public sealed class WrongStateException(string message) : Exception(message);
