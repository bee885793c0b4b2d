namespace NasStudio.Runs.Experiments;

/// <summary>One thing wrong with an experiment file.</summary>
/// <param name="Path">Where: a JSON path like <c>$.budget.evaluations</c>.</param>
/// <param name="Value">What was found there, as JSON (shortened); "(nothing)" where it is missing.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record Fault(string Path, string Value, string Message)
{
    /// <summary>One line for a terminal or a log.</summary>
    public override string ToString() => $"{Path}: {Value}: {Message}";
}
