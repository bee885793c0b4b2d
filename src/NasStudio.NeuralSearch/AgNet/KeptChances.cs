using System.Text.Json;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// With what chance to keep the constraints architectures were proposed, and how many then kept them: whether such chances can be
/// trusted.
/// </summary>
/// <remarks>
/// The most promising of many candidates are those whose chance is overestimated most: near some limits several times, near others
/// not at all (docs/methods/ag-net.md, "Under a limit").
/// </remarks>
internal sealed class KeptChances
{
    private const string FileName = "chances.json";
    private const double Doubtful = 0.5;                     // below it a constraint is likelier broken than kept
    private const double Prior = 4;                          // as if so many had been expected to keep them and had

    private SortedDictionary<int, double> _chances = [];     // of doubtful proposals, by the number of the trial

    /// <summary>Remembers the chances of a batch, in its order.</summary>
    /// <param name="first">Number of its first trial.</param>
    /// <param name="chances">From 0 to 1.</param>
    public void Believe(int first, IReadOnlyList<double> chances)
    {
        for (var i = 0; i < chances.Count; i++)
        {
            if (chances[i] < Doubtful)
            {
                _chances[first + i] = chances[i];
            }
            else
            {
                _chances.Remove(first + i);
            }
        }
    }

    /// <summary>
    /// How many doubtful proposals kept the constraints, for each that was expected to; about 1 where the chances are right.
    /// </summary>
    public double Trust(Problem problem, IEnumerable<Trial> completed)
    {
        var (kept, expected) = (Prior, Prior);
        foreach (var trial in completed)
        {
            if (_chances.TryGetValue(trial.Number, out var chance))
            {
                kept += problem.IsFeasible(trial) ? 1 : 0;
                expected += chance;
            }
        }

        return kept / expected;
    }

    /// <summary>Writes what is remembered into a folder.</summary>
    public void Save(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(_chances));

    /// <summary>Reads what was written.</summary>
    public void Load(string folder)
        => _chances = JsonSerializer.Deserialize<SortedDictionary<int, double>>(File.ReadAllBytes(Path.Combine(folder, FileName)))!;
}
