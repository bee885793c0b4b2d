using NasStudio.Core.Trials;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Catalogues;

/// <summary>Everything that an experiment may name.</summary>
public sealed record StudioCatalogues(
    SpaceCatalogue Spaces, StrategyCatalogue Strategies, EvaluatorCatalogue Evaluators)
{
    /// <summary>Everything the studio has.</summary>
    public static StudioCatalogues Default { get; } =
        new(SpaceCatalogue.Default, StrategyCatalogue.Default, EvaluatorCatalogue.Default);

    /// <summary>The cheaper levels of an experiment's evaluator; null where it has none, or is not known here.</summary>
    internal FidelityScale? Fidelity(KindChoice evaluator) => Evaluators.Find(evaluator.Kind)?.Fidelity(evaluator.Options);
}
