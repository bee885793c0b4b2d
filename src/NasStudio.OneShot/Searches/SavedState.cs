using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>What a search saves besides weights and optimiser. Draws depend on the step's number alone, so that there is no
/// generator to save.</summary>
/// <param name="Step">Steps that are done.</param>
/// <param name="Spent">What was computed.</param>
/// <param name="Pool">Distributions, their steps and coefficients.</param>
/// <param name="Accuracies">Accuracy of each mode after the latest round, in per cent; null before the first. // (K)</param>
internal sealed record SavedState(int Step, SearchCost Spent, PoolState Pool, ImmutableArray<double?> Accuracies)
{
    private const string FileName = "search.json";

    /// <summary>Writes it into a folder.</summary>
    public void Write(string folder)
        => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static SavedState Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<SavedState>(File.ReadAllBytes(path))
                ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }
}
