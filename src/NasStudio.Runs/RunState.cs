namespace NasStudio.Runs;

/// <summary>Where a run stands; an experiment's state follows from its runs'.</summary>
public enum RunState
{
    /// <summary>Configured, not started.</summary>
    Draft,

    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Is being executed.</summary>
    Running,

    /// <summary>Will be paused as soon as the evaluations under way have been abandoned.</summary>
    Pausing,

    /// <summary>Stopped by the user (or by a full disk); can be resumed.</summary>
    Paused,

    /// <summary>Will be cancelled as soon as the evaluations under way have been abandoned.</summary>
    Cancelling,

    /// <summary>Stopped for good by the user; what was found is kept.</summary>
    Cancelled,

    /// <summary>Its budget is spent, or its strategy has nothing left to propose.</summary>
    Completed,

    /// <summary>Cannot go on; its error says why.</summary>
    Failed,
}

/// <summary>What follows from the states of runs.</summary>
public static class RunStates
{
    /// <summary>Whether a process has it in hand or soon will.</summary>
    public static bool IsActive(this RunState state)
        => state is RunState.Queued or RunState.Running or RunState.Pausing or RunState.Cancelling;

    /// <summary>Whether nothing more will come of it.</summary>
    public static bool IsFinal(this RunState state)
        => state is RunState.Completed or RunState.Cancelled or RunState.Failed;

    /// <summary>The state of an experiment: that of its liveliest run.</summary>
    public static RunState Combined(IReadOnlyCollection<RunState> runs)
    {
        ReadOnlySpan<RunState> liveliestFirst =
        [
            RunState.Cancelling, RunState.Pausing, RunState.Running, RunState.Queued, RunState.Paused, RunState.Draft,
            RunState.Failed, RunState.Cancelled,
        ];
        foreach (var state in liveliestFirst)
        {
            if (runs.Contains(state))
            {
                return state == RunState.Queued && runs.Any(IsFinal) ? RunState.Running : state;
            }
        }

        return RunState.Completed;
    }
}
