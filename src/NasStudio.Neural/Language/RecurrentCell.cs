using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Language;

/// <summary>
/// A recurrent cell of NAS-Bench-NLP, ready to train. // x (B, H), state: n times (B, H) -> new state: n times (B, H);
/// the first is the output
/// </summary>
/// <remarks>
/// Klyuchnikov et al., "NAS-Bench-NLP: Neural Architecture Search Benchmark for Natural Language Processing", IEEE
/// Access 10, 2022, section 3, and CustomRNNCell of the authors' code. A linear node has one weight for each input and
/// one bias; blend(z, a, b) = z a + (1 - z) b; leaky ReLU has the slope 0.01.
/// </remarks>
public sealed class RecurrentCell : nn.Module<Tensor, Tensor[], Tensor[]>
{
    private const string Input = "x", Before = "h_prev_", After = "h_new_";
    private readonly ImmutableArray<RecurrentNode> _order;
    private readonly Dictionary<string, Linear> _linears = [];
    private readonly long _size;

    /// <summary>A cell with libtorch's own random weights; <see cref="Fill"/> gives it reproducible ones.</summary>
    /// <param name="nodes">Its nodes in any order; those called h_new_0, h_new_1, ... are the new state.</param>
    /// <param name="size">H, length of input and of each state.</param>
    /// <exception cref="ArgumentException">There is no h_new_0, an input does not exist or depends on its node, or
    /// an operation is not known.</exception>
    public RecurrentCell(ImmutableArray<RecurrentNode> nodes, long size) : base(nameof(RecurrentCell))
    {
        _size = size;
        States = nodes.Count(node => IsState(node.Name, After));
        _order = Sorted(nodes);
        foreach (var node in _order.Where(node => node.Operation == "linear"))
            register_module(node.Name, _linears[node.Name] = nn.Linear(node.Inputs.Length * size, size));
    }

    /// <summary>n, how many tensors the state is.</summary>
    public int States { get; }

    /// <inheritdoc/>
    public override Tensor[] forward(Tensor x, Tensor[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Input] = x };
        for (var i = 0; i < States; i++) values[$"{Before}{i}"] = state[i];
        foreach (var node in _order) values[node.Name] = Value(node, [.. node.Inputs.Select(name => values[name])]);
        return [.. Enumerable.Range(0, States).Select(i => values[$"{After}{i}"].MoveToOuterDisposeScope())];
    }

    /// <summary>Draws all weights and biases uniformly within 1/sqrt(H), as the authors' code does.</summary>
    public void Fill(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (var (name, linear) in _linears)
        {
            var source = random.Fork($"initial weights of {name}");
            Seeding.FillUniform(linear.weight!, 1 / Math.Sqrt(_size), source);
            Seeding.FillUniform(linear.bias!, 1 / Math.Sqrt(_size), source);
        }
    }

    private Tensor Value(RecurrentNode node, Tensor[] inputs) => node.Operation switch
    {
        "linear" => _linears[node.Name].call(inputs.Length == 1 ? inputs[0] : cat(inputs, 1)),
        "blend" => inputs[0] * inputs[1] + (1 - inputs[0]) * inputs[2],
        "elementwise_prod" => inputs.Aggregate((product, factor) => product * factor),
        "elementwise_sum" => inputs.Aggregate((sum, term) => sum + term),
        "activation_tanh" => inputs[0].tanh(),
        "activation_sigm" => inputs[0].sigmoid(),
        "activation_leaky_relu" => nn.functional.leaky_relu(inputs[0], 0.01),
        _ => throw new InvalidOperationException($"'{node.Operation}' is checked before."),
    };

    /// <summary>Each node behind its inputs.</summary>
    private ImmutableArray<RecurrentNode> Sorted(ImmutableArray<RecurrentNode> nodes)
    {
        if (nodes.Select(node => node.Operation).Except(RecurrentNode.Operations).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException(
                $"'{unknown}' is not an operation of a recurrent cell; allowed: "
                + $"{string.Join(", ", RecurrentNode.Operations)}.", nameof(nodes));
        }

        var known = new HashSet<string>(StringComparer.Ordinal) { Input };
        for (var i = 0; i < States; i++) known.Add($"{Before}{i}");
        var left = nodes.ToList();
        var order = ImmutableArray.CreateBuilder<RecurrentNode>(nodes.Length);
        while (left.Find(node => node.Inputs.All(known.Contains)) is { } next)
        {
            left.Remove(next);
            known.Add(next.Name);
            order.Add(next);
        }

        var missing = Enumerable.Range(0, Math.Max(1, States)).Select(i => $"{After}{i}").FirstOrDefault(
            name => !known.Contains(name));
        return left.Count == 0 && missing is null
            ? order.ToImmutable()
            : throw new ArgumentException(
                left.Count > 0
                    ? $"The node '{left[0].Name}' has inputs that do not exist or depend on it: "
                        + $"{string.Join(", ", left[0].Inputs)}."
                    : $"There is no node '{missing}'.", nameof(nodes));
    }

    private static bool IsState(string name, string prefix)
        => name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

/// <summary>A node of a recurrent cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operation">One of <see cref="Operations"/>.</param>
/// <param name="Inputs">Names of nodes, "x" for the input, "h_prev_0" and so on for the state before.</param>
public sealed record RecurrentNode(string Name, string Operation, ImmutableArray<string> Inputs)
{
    /// <summary>The benchmark's operations.</summary>
    public static ImmutableArray<string> Operations { get; } =
    [
        "linear", "blend", "elementwise_prod", "elementwise_sum", "activation_tanh", "activation_sigm",
        "activation_leaky_relu",
    ];
}
