namespace NasStudio.Runs.Catalogues;

/// <summary>Everything that an experiment may name.</summary>
public sealed record StudioCatalogues(
    SpaceCatalogue Spaces, StrategyCatalogue Strategies, EvaluatorCatalogue Evaluators)
{
    /// <summary>Everything the studio has.</summary>
    public static StudioCatalogues Default { get; } =
        new(SpaceCatalogue.Default, StrategyCatalogue.Default, EvaluatorCatalogue.Default);
}
