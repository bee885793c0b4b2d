using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>How motifs guide a search: options of every strategy that searches a space.</summary>
public sealed record MotifOptions
{
    private const string Shape = $$"""
        { "type": "object", "description": "A motif file, whole.", "required": ["schema", "space", "learnedFrom", "depth", "motifs"],
          "properties": { "schema": { "const": "{{MotifFile.Schema}}" } } }
        """;

    /// <summary>A motif file.</summary>
    [JsonShape(Shape)]
    [Description("A motif file, whole: architectures that its motifs speak for are searched, and no others or fewer of them. None: the whole "
        + "space. Source: Ru et al. 2021, section 5.3.")]
    public JsonText? Motifs { get; init; }

    /// <summary>Which architectures are kept.</summary>
    [AllowedValues(MotifRules.GoodAndNoBad, MotifRules.Good, MotifRules.NoBad)]
    [Description("Which architectures the motifs speak for: those that hold a good motif and no bad one, those that hold a "
        + "good one, or those that hold no bad one. A rule that would keep less than 5 % of the space is relaxed. Source: our measurements; a good motif in Ru et "
        + "al. 2021, section 5.3.")]
    public string MotifRule { get; init; } = MotifRules.GoodAndNoBad;

    /// <summary>How often the rule is ignored.</summary>
    [Range(0.0, 1.0)]
    [Description("Probability that a draw or a mutation ignores the rule. 0 prunes: nothing else is ever proposed. More biases: nothing is "
        + "shut out. What is listed and not drawn (all neighbours in local search, a whole pool) is not biased. Source: our choice; a third "
        + "of the draws in BOHB, Falkner et al. 2018.")]
    public double MotifExploration { get; init; }

    /// <summary>What is wrong with the motifs on a space; paths begin with "$" where the options lie.</summary>
    internal IEnumerable<Fault> Faults(SearchSpace space, SpaceCatalogue spaces)
    {
        if (Motifs is null)
        {
            return [];
        }

        var (file, faults) = Read(spaces);
        if (file is null)
        {
            return faults.Select(fault => fault with { Path = $"$.motifs{fault.Path[1..]}" });
        }

        var (good, bad) = (file.Set.Motifs.Count(m => m.Class == MotifClass.Good),
            file.Set.Motifs.Count(m => m.Class == MotifClass.Bad));
        return (MotifRule == MotifRules.NoBad ? bad : good) == 0
            ? [new Fault("$.motifs.motifs", $"{file.Set.Motifs.Length} motifs",
                $"hold no {(MotifRule == MotifRules.NoBad ? "bad" : "good")} one, which the rule '{MotifRule}' needs")]
            : MotifNarrowing.Of(space, file.Set, MotifRule).Occurs ? []
            : [new Fault("$.motifs", $"{good} good and {bad} bad motifs of '{file.Space.Kind}'",
                $"do not occur in the space '{space.Kind}': it has other operations, so that they say nothing about it")];
    }

    /// <summary>What the motifs make of a space; null where there are none.</summary>
    internal MotifNarrowing? Narrow(SearchSpace space, SpaceCatalogue spaces) => Motifs is null ? null
        : Read(spaces) is ({ } file, _) ? MotifNarrowing.Of(space, file.Set, MotifRule, MotifExploration)
        : throw new InvalidOperationException("The motifs of the experiment cannot be read.");

    private (MotifFile? File, ImmutableArray<Fault> Faults) Read(SpaceCatalogue spaces)
    {
        using var json = Motifs!.ToDocument();
        List<Fault> faults = [];
        var file = MotifFile.Read(json.RootElement, spaces, faults);
        return (file, [.. faults]);
    }
}
