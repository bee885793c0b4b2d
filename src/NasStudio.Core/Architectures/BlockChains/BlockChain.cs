using System.Collections.Immutable;
using NasStudio.Core.Architectures.Choice;

namespace NasStudio.Core.Architectures.BlockChains;

/// <summary>
/// A network that a user's own space spells when all values of all its variables are names of
/// <see cref="BlockOperations"/>: one block for each variable, in order, over three stages.
/// </summary>
/// <remarks>Such choice blocks: Guo et al., "Single Path One-Shot Neural Architecture Search with Uniform Sampling", ECCV
/// 2020. The operations and the stages are the studio's own.</remarks>
/// <param name="Operations">One for each block, from the image on; at least one.</param>
public sealed record BlockChain(ImmutableArray<BlockOperation> Operations)
{
    /// <summary>How many stages there are; each has half the height and width of the one before, and twice the
    /// channels.</summary>
    public const int Stages = 3;

    /// <summary>What is wrong with a space whose architectures should be chains of blocks; null where nothing is.</summary>
    public static string? Fault(ChoiceSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var wrong = space.Definition.Variables.SelectMany(variable => variable.Values.Select(value => (variable.Name, value)))
            .FirstOrDefault(one => !BlockOperations.Names.Contains(one.value));
        return wrong.Name is null ? null
            : $"the value '{wrong.value}' of '{wrong.Name}' is no block that can be built; allowed values are "
                + string.Join(", ", BlockOperations.Names);
    }

    /// <summary>The chain that an architecture is.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public static BlockChain Of(ChoiceSpace space, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new BlockChain(
            [.. space.Choices(architecture).Select(choice => (BlockOperation)BlockOperations.Names.IndexOf(choice.Value))]);
    }

    /// <summary>The stage, from 0, in which a block stands: as equal numbers of blocks in each as there can be, the earlier
    /// stages first.</summary>
    public int StageOf(int block) => block * Stages / Operations.Length;
}
