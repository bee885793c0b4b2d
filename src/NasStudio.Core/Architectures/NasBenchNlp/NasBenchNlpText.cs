using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>Reads and prints recipes: <c>name=operation(argument,...)|...</c>.</summary>
internal static class NasBenchNlpText
{
    private const string Shape = "f=linear(x,h_prev_0)|h_new_0=activation_tanh(f)";
    private const int LongestText = 10_000;
    private const int LongestQuote = 300;
    private const string NewState = "h_new_";
    private const string OldState = "h_prev_";

    public static string Print(NasBenchNlpCell cell)
    {
        var names = new List<string> { "x" };
        names.AddRange(Enumerable.Range(0, cell.States).Select(state => $"{OldState}{state}"));
        var inner = 0;
        for (var node = 0; node < cell.Nodes.Length; node++)
        {
            var state = cell.NewStates.IndexOf(node);
            names.Add(state >= 0 ? $"{NewState}{state}" : $"node_{inner++}");
        }

        return string.Join('|', cell.Nodes.Select((node, i) =>
            $"{names[cell.FirstNode + i]}={node.Operation.Name()}"
            + $"({string.Join(',', node.Arguments.Select(value => names[value]))})"));
    }

    public static NasBenchNlpCell Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        if (native.Length > LongestText)
        {
            throw Fault(native, $"it has {native.Length} characters (allowed: up to {LongestText})");
        }

        var parts = native.Split('|').Select(part => Split(native, part.Trim())).ToList();
        var states = parts.Count(part => IsNewState(part.Name));
        if (states is < 1 or > NasBenchNlpCell.MaxStates)
        {
            throw Fault(
                native, $"it has {states} new state(s) (allowed: 1 to {NasBenchNlpCell.MaxStates}, h_new_0 first)");
        }

        var values = new Dictionary<string, int> { ["x"] = 0 };
        for (var state = 0; state < states; state++)
        {
            values.Add($"{OldState}{state}", 1 + state);
        }

        foreach (var (name, _, _) in parts)
        {
            if (!values.TryAdd(name, values.Count))
            {
                throw Fault(native, $"'{Short(name)}' is there twice or is an input's name");
            }
        }

        var newStates = Enumerable.Range(0, states).Select(state =>
            parts.FindIndex(part => part.Name == $"{NewState}{state}") is var node and >= 0
                ? node
                : throw Fault(native, $"it has {states} new state(s) but no '{NewState}{state}'"));
        ImmutableArray<int> found = [.. newStates];
        ImmutableArray<NasBenchNlpNode> nodes = [.. parts.Select(part => new NasBenchNlpNode(
            Operation(native, part.Name, part.Operation),
            [.. part.Arguments.Select(argument => Argument(native, part.Name, argument, values, states))]))];
        string[] names = [.. values.Keys];
        return NasBenchNlpCell.Fault(states, nodes, found, value => $"'{Short(names[value])}'") is { } fault
            ? throw Fault(native, fault)
            : NasBenchNlpCell.Of(states, nodes, found);
    }

    private static (string Name, string Operation, string[] Arguments) Split(string native, string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (equals < 1 || open < equals || part[^1] != ')')
        {
            throw Fault(native, $"the part '{Short(part)}' is not of the form name=operation(arguments)");
        }

        var name = part[..equals].Trim();
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? (name, part[(equals + 1)..open].Trim(), [.. part[(open + 1)..^1].Split(',').Select(a => a.Trim())])
            : throw Fault(native, $"the name '{Short(name)}' is not of letters, digits and '_'");
    }

    private static NasBenchNlpOperation Operation(string native, string node, string name)
        => NasBenchNlpOperations.Names.IndexOf(name) is var operation and >= 0
            ? (NasBenchNlpOperation)operation
            : throw Fault(
                native, $"'{Short(node)}': '{Short(name)}' is not an operation "
                + $"(allowed: {string.Join(", ", NasBenchNlpOperations.Names)})");

    private static int Argument(string native, string node, string name, Dictionary<string, int> values, int states)
        => values.TryGetValue(name, out var value)
            ? value
            : throw Fault(
                native, $"'{Short(node)}': the argument '{Short(name)}' is neither a node nor an input (allowed beside "
                + $"nodes: x{string.Concat(Enumerable.Range(0, states).Select(s => $", {OldState}{s}"))})");

    private static bool IsNewState(string name)
        => name.StartsWith(NewState, StringComparison.Ordinal) && name.AsSpan(NewState.Length) is [>= '0' and <= '9'];

    private static FormatException Fault(string native, string reason)
        => new($"'{Short(native)}' is not a NAS-Bench-NLP recipe: {reason}. The form is {Shape}.");

    private static string Short(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
}
