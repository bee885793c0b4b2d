using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>A NAS-Bench-Macro network: a chain of eight layers in three stages. The first layer of a stage halves
/// height and width and doubles the channels.</summary>
/// <remarks>Su et al. 2021. Native string: a digit 0 to 2 for each layer; leading zeros count.</remarks>
public sealed class NasBenchMacroNetwork
{
    /// <summary>Layers in each stage.</summary>
    public static ImmutableArray<int> StageLengths { get; } = [2, 3, 3];

    /// <summary>How many layers there are.</summary>
    public const int Layers = 8;

    /// <summary>A network of these layers.</summary>
    /// <param name="operations">One for each layer, from the image on. // (8)</param>
    /// <exception cref="ArgumentException">There are not eight, or one is not an operation.</exception>
    public NasBenchMacroNetwork(ImmutableArray<NasBenchMacroOperation> operations)
    {
        if (operations.IsDefault || operations.Length != Layers || !operations.All(Enum.IsDefined))
        {
            throw new ArgumentException(
                $"A NAS-Bench-Macro network has {Layers} layers, each one of {NasBenchMacroOperations.Names.Length} "
                + "operations.",
                nameof(operations));
        }

        Operations = operations;
    }

    /// <summary>The operation of each layer. // (8)</summary>
    public ImmutableArray<NasBenchMacroOperation> Operations { get; }

    /// <summary>Whether a layer is the first of its stage.</summary>
    public static bool BeginsStage(int layer) => layer is 0 or 2 or 5;

    /// <summary>The network with the identities of each stage moved behind its other layers, but for the first layer,
    /// which is no identity even where it is called so: equal for networks that are one and the same.</summary>
    public NasBenchMacroNetwork Normalised()
    {
        var normalised = ImmutableArray.CreateBuilder<NasBenchMacroOperation>(Layers);
        foreach (var length in StageLengths)
        {
            var stage = Operations.AsSpan(normalised.Count, length).ToArray();
            normalised.Add(stage[0]);
            normalised.AddRange(stage.Skip(1).OrderBy(o => o == NasBenchMacroOperation.Identity));   // a stable sort
        }

        return new NasBenchMacroNetwork(normalised.MoveToImmutable());
    }

    /// <summary>Reads a native string; white space around it is ignored.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what is allowed.</exception>
    public static NasBenchMacroNetwork Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        var digits = native.Trim();
        if (digits.Length != Layers)
        {
            throw Fault(native, $"it has {digits.Length} character(s) instead of {Layers}, leading zeros included");
        }

        for (var layer = 0; layer < Layers; layer++)
        {
            if (digits[layer] is < '0' or > '2')
            {
                var allowed = NasBenchMacroOperations.Names.Select((name, digit) => $"{digit} {name}");
                throw Fault(
                    native, $"layer {layer + 1}, '{digits[layer]}', is not an operation "
                    + $"(allowed: {string.Join(", ", allowed)})");
            }
        }

        return new NasBenchMacroNetwork([.. digits.Select(digit => (NasBenchMacroOperation)(digit - '0'))]);
    }

    /// <summary>The native string.</summary>
    public override string ToString() => string.Concat(Operations.Select(o => (char)('0' + (int)o)));

    private static FormatException Fault(string native, string reason)
        => new($"'{native}' is not a NAS-Bench-Macro network: {reason}. The form is a digit for each layer: 01201201.");
}
