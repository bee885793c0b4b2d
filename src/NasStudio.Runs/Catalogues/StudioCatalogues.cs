using NasStudio.Core.Trials;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Catalogues;

/// <summary>Everything that an experiment may name.</summary>
public sealed record StudioCatalogues(
    SpaceCatalogue Spaces, StrategyCatalogue Strategies, EvaluatorCatalogue Evaluators)
{
    /// <summary>Everything the studio has, benchmarks in the default data folder.</summary>
    public static StudioCatalogues Default { get; } =
        Of(new BenchmarkShelf(new StudioOptions(), SpaceCatalogue.Default, TimeProvider.System));

    /// <summary>Everything the studio has.</summary>
    /// <param name="shelf">Where tables are looked for.</param>
    public static StudioCatalogues Of(BenchmarkShelf shelf)
        => new(SpaceCatalogue.Default, StrategyCatalogue.Default, EvaluatorCatalogue.Of(shelf));

    /// <summary>The cheaper levels of an experiment's evaluator; null where it has none, or is not known here.</summary>
    internal FidelityScale? Fidelity(ExperimentDocument document)
        => Evaluators.Find(document.Evaluator.Kind)?.Ask(document.Evaluator.Options, [])?.Fidelity?.Invoke(document.Problem);
}
