using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>A space that a user defines: variables, each with its values, and combinations that are forbidden.</summary>
/// <remarks>Whatever two architectures do not spell alike counts as different: what the variables mean, only the
/// evaluator knows. Valid architectures are counted and drawn from exactly (<see cref="ChoiceDiagram"/>).</remarks>
public sealed class ChoiceSpace : SearchSpace
{
    /// <summary>Most architectures that are listed one by one.</summary>
    public const long MaxEnumerated = 1_000_000;

    private readonly ChoiceDiagram _diagram;
    private readonly ChoiceText _text;
    private readonly ChoiceMoves _moves;

    /// <summary>The space of a definition.</summary>
    /// <exception cref="ChoiceDefinitionException">The definition makes no space; lists every fault.</exception>
    public ChoiceSpace(ChoiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Faults() is { IsEmpty: false } faults)
        {
            throw new ChoiceDefinitionException(faults);
        }

        Definition = definition;
        var variables = definition.Variables;
        var rules = definition.Forbid.Select(rule => (IReadOnlyDictionary<int, bool[]>)rule.Terms.ToDictionary(
            term => variables.Index().Single(v => v.Item.Name == term.Variable).Index,
            term => variables.Single(v => v.Name == term.Variable).Values.Select(term.Values.Contains).ToArray()))
            .ToArray();
        _diagram = ChoiceDiagram.Of([.. variables.Select(v => v.Values.Length)], rules) ?? throw Fault(
            $"{rules.Length} rules", "tie too many variables to each other to be counted; allowed are fewer rules, or "
            + "rules about fewer variables");
        if (_diagram.Count < 2)
        {
            throw Fault($"{rules.Length} rules", _diagram.Count.IsZero
                ? "leave no valid architecture: every combination is forbidden"
                : "leave one valid architecture: there is nothing to search; allowed are two or more");
        }

        _text = new ChoiceText(variables);
        _moves = new ChoiceMoves(_diagram, [.. variables.Select(v => v.Values)], rules);
        Offsets = [.. Enumerable.Range(0, variables.Length + 1).Select(i => variables.Take(i).Sum(v => v.Values.Length))];
        Encodings =
        [
            new ChoiceOneHotEncoding(this, ArchitectureEncoding.OneHot),
            new ChoiceOneHotEncoding(this, ArchitectureEncoding.Path),
            new ChoiceGraphEncoding(this),
        ];
    }

    /// <summary>What the user said.</summary>
    public ChoiceDefinition Definition { get; }

    /// <inheritdoc/>
    public override string Kind => "choice";

    /// <inheritdoc/>
    public override string Title => "Your own space";

    /// <inheritdoc/>
    public override string Convention =>
        "variable=value for each variable, parted by ';'; in names and values '%', '=' and ';' stand as %25, %3D and "
        + "%3B";

    /// <inheritdoc/>
    public override long? Size => _diagram.Count <= long.MaxValue ? (long)_diagram.Count : null;

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    /// <summary>Where the values of each variable begin in the one-hot vector, and its length. // (variables + 1)</summary>
    internal ImmutableArray<int> Offsets { get; }

    /// <inheritdoc/>
    /// <remarks>The variables may stand in any order.</remarks>
    public override Architecture Parse(string native)
    {
        var values = _text.Parse(native);
        return Architecture(values) ?? throw _text.Fault(native, "it is forbidden: " + Definition.Forbid.First(
            rule => rule.Terms.All(term => term.Values.Contains(Value(values, term.Variable)))));
    }

    /// <inheritdoc/>
    /// <remarks>In the order of the definition where no rule speaks against it, the last variable fastest.</remarks>
    public override IEnumerable<Architecture> Enumerate()
    {
        if (Size is not <= MaxEnumerated)
        {
            throw new NotSupportedException(
                $"The space has {_diagram.Count} architectures: too many to list (at most {MaxEnumerated}).");
        }

        return Enumerable.Range(0, (int)_diagram.Count).Select(number => Named(_diagram.At(number)));
    }

    /// <inheritdoc/>
    /// <remarks>Uniform over valid architectures, exactly: a uniform number below their count, looked up in the
    /// diagram.</remarks>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Named(_diagram.Draw(random));
    }

    /// <inheritdoc/>
    /// <remarks>A variable, uniformly among those that some neighbour changes, then a neighbour that changes it,
    /// uniformly.</remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = Values(architecture);
        var byVariable = (from neighbour in _moves.Of(values)
                          from variable in Enumerable.Range(0, values.Length)
                          where neighbour[variable] != values[variable]
                          group neighbour by variable into moves
                          orderby moves.Key
                          select moves.ToArray()).ToArray();
        return Named(random.Choose(random.Choose(byVariable)));
    }

    /// <inheritdoc/>
    /// <remarks>Those that differ in one variable and, where rules tie variables together, those that change several
    /// at once because no part of the change is valid (<see cref="ChoiceMoves"/>).</remarks>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
        => _moves.Of(Values(architecture)).ConvertAll(Named);

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture) => Named(Values(architecture)).Native;

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture) => Named(Values(architecture)).Native;

    /// <summary>What an architecture is, variable by variable.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string spells no assignment of this one.</exception>
    public ImmutableArray<(string Variable, string Value)> Choices(Architecture architecture)
        => [.. Values(architecture).Zip(Definition.Variables, (value, variable) => (variable.Name, variable.Values[value]))];

    /// <inheritdoc/>
    /// <remarks>A chain with a node "variable = value" for each variable.</remarks>
    public override LabelledDag Graph(Architecture architecture)
    {
        var nodes = Choices(architecture).Select(choice => $"{choice.Variable} = {choice.Value}");
        ImmutableArray<string> labels = [LabelledDag.Input, .. nodes, LabelledDag.Output];
        return new LabelledDag(labels, [.. Enumerable.Range(0, labels.Length - 1).Select(v => new DagEdge(v, v + 1))]);
    }

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture) => Graph(architecture);

    /// <inheritdoc/>
    /// <remarks>Always.</remarks>
    public override bool IsConnected(Architecture architecture)
    {
        _ = Values(architecture);                             // refuses one of another space
        return true;
    }

    /// <summary>The architecture that an assignment is; null where it is none, or not valid.</summary>
    /// <param name="values">Number of the value of each variable. // (variables)</param>
    internal Architecture? Architecture(int[] values)
        => values.Zip(Definition.Variables).All(v => v.First >= 0 && v.First < v.Second.Values.Length)
            && _diagram.IsValid(values) ? Named(values) : null;

    /// <summary>Number of the value of each variable. // (variables)</summary>
    internal int[] Values(Architecture architecture) => _text.Parse(NativeOf(architecture));

    private Architecture Named(int[] values) => new(Kind, _text.Print(values));

    private string Value(int[] values, string variable)
    {
        var (i, found) = Definition.Variables.Index().Single(v => v.Item.Name == variable);
        return found.Values[values[i]];
    }

    private static ChoiceDefinitionException Fault(string value, string message)
        => new([new ChoiceFault("forbid", value, message)]);
}
