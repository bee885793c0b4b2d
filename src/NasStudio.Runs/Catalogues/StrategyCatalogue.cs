using NasStudio.NeuralSearch.AgNet;
using NasStudio.OneShot.Searches;
using NasStudio.OneShot.Supernets;
using NasStudio.Runs.Experiments;
using NasStudio.Search;
using NasStudio.Search.Bananas;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.MultiFidelity;
using NasStudio.Search.NasBowl;
using NasStudio.Search.Surrogates;

namespace NasStudio.Runs.Catalogues;

/// <summary>The strategies that an experiment may name. Adding one is adding its line here.</summary>
public sealed class StrategyCatalogue(IEnumerable<StrategyEntry> entries) : Catalogue<StrategyEntry>(entries)
{
    /// <summary>The kind that learns motifs: its runs' motifs stand in the result file.</summary>
    internal const string NasBowl = "nas-bowl";

    /// <summary>Evaluates what it is given.</summary>
    internal const string Given = "given";

    /// <summary>Every strategy of the studio.</summary>
    public static StrategyCatalogue Default { get; } = new(
    [
        StrategyEntry.Of<RandomSearchOptions>(
            "random", "Random search", "Uniform draws: the control that every other strategy has to beat.", 1,
            (context, options) => new RandomSearch(context, options)),
        StrategyEntry.Of<RegularizedEvolutionOptions>(
            "regularized-evolution", "Regularised evolution",
            "The best of a small tournament is mutated, the oldest dies.", 1,
            (context, options) => new RegularizedEvolution(context, options)),
        StrategyEntry.Of<LocalSearchOptions>(
            "local-search", "Local search",
            "Climbs to the first better neighbour, in random order, and restarts at random where none is better.", 1,
            (context, options) => new LocalSearch(context, options)),
        StrategyEntry.Of<Nsga2Options>(
            "nsga-2", "NSGA-II",
            "Parents and children compete by Pareto front and crowding, generation by generation; mutation only, no "
            + "crossover.", 1, (context, options) => new Nsga2(context, options)),
        StrategyEntry.Of<BananasOptions>(
            "bananas", "BANANAS",
            "An ensemble of small networks on the path encoding predicts, and a draw from what it believes chooses among "
            + "mutants of the best.", 1, (context, options) => new BananasStrategy(context, options)),
        StrategyEntry.Of<XgBoostPredictorOptions>(
            "xgboost-predictor", "XGBoost predictor",
            "Boosted trees learn from everything evaluated and pick the most promising of mutants and random "
            + "architectures.", 1, (context, options) => new XgBoostPredictor(context, options)),
        StrategyEntry.Of<RandomScalarizationOptions>(
            "random-scalarization", "Random scalarisation with a Gaussian process",
            "Bayesian optimisation: objectives are weighed anew for each proposal, a Gaussian process learns the result, "
            + "expected improvement chooses (ParEGO).", 1, (context, options) => new RandomScalarization(context, options)),
        StrategyEntry.Of<NasBowlOptions>(
            NasBowl, "NAS-BOWL",
            "Bayesian optimisation: Gaussian processes on what graphs have in common (Weisfeiler-Lehman kernels) choose among "
            + "mutants of the best and random architectures.", 1, (context, options) => new NasBowlStrategy(context, options)),
        StrategyEntry.Of<ParamsOnlyOptions>(
            "params-only", "Parameters only",
            "A control that learns nothing: the architectures with the most parameters come first.", 1,
            (context, options) => new ParamsOnly(context, options)),
        StrategyEntry.Of<SuccessiveHalvingOptions>(
            "successive-halving", "Successive halving",
            "Many architectures are evaluated cheaply, the best go on to dearer evaluations, rung by rung. Needs an "
            + "evaluator with cheaper levels.", 1, (context, options) => new SuccessiveHalving(context, options),
            needsFidelity: true),
        StrategyEntry.Of<HyperbandOptions>(
            "hyperband", "Hyperband",
            "Brackets of successive halving in turn, from many cheap evaluations to a few full ones. Needs an evaluator "
            + "with cheaper levels.", 1, (context, options) => new Hyperband(context, options), needsFidelity: true),
        StrategyEntry.Of<AshaOptions>(
            "asha", "ASHA",
            "Successive halving that waits for no rung: whoever is among the best so far goes on. Needs an evaluator "
            + "with cheaper levels.", 1, (context, options) => new Asha(context, options), needsFidelity: true),
        StrategyEntry.Of<AgNetOptions>(
            "ag-net", "AG-Net: generative search",
            "A generator learns which cells are good and draws from an ever more promising part of its latent space.",
            4, (context, options) => new AgNetStrategy(context, options)),
        StrategyEntry.Sharing<ImportanceSampledAsngOptions>(
            "importance-sampled-asng", "Importance-sampled ASNG",
            "One supernet, several complexities: distributions that weigh size differently share its weights and each other's "
            + "samples. Each ends with an architecture, which is then trained from scratch.", 2, Supernet.Spaces,
            (context, options) => new ImportanceSampledAsng(context, options), options => options.Distributions),
        StrategyEntry.Sharing<ImportanceSampledAsngOptions>(
            "asng", "ASNG for each coefficient",
            "The search above once for each coefficient or target, one after the other, each with a supernet and all the epochs to "
            + "itself: what sharing samples has to be compared with.", 2, Supernet.Spaces,
            (context, options) => new AsngPerCoefficient(context, options), options => options.Distributions),
        StrategyEntry.Sharing<SposOptions>(
            "spos", "SPOS: uniform paths, then evolution",
            "A supernet is trained along uniformly drawn paths; evolution then finds, under each budget, the architecture that is best "
            + "with its weights.", 1, Supernet.Spaces, (context, options) => new Spos(context, options),
            options => options.Distributions),
        StrategyEntry.Sharing<SposOptions>(
            "random-paths", "Random paths",
            "A control: the supernet of SPOS and as many measured architectures, each drawn at random under its budget.", 1,
            Supernet.Spaces, (context, options) => new RandomPaths(context, options), options => options.Distributions),
        StrategyEntry.Sharing<ParamsOnlyPathsOptions>(
            "params-only-paths", "Parameters only, in a supernet",
            "A control that learns nothing about architectures: the largest that each target size allows, or the largest of all. The "
            + "supernet of SPOS says what they are worth in it.", 2, Supernet.Spaces,
            (context, options) => new ParamsOnlyPaths(context, options), options => options.Distributions),
        StrategyEntry.Sharing<SgnasOptions>(
            "sgnas", "SGNAS: an architecture generator",
            "A supernet is trained along uniformly drawn paths; then one generator learns to answer any target size with an "
            + "architecture.", 2, Supernet.Spaces, (context, options) => new Sgnas(context, options),
            options => options.Distributions),
        StrategyEntry.Sharing<DartsOptions>(
            "darts", "DARTS",
            "All operations at once, weighted by a softmax whose logits follow the gradient. Knows no size; ends with one "
            + "architecture.", 1, Supernet.Spaces, (context, options) => new Darts(context, options), _ => 1),
        StrategyEntry.Sharing<PcDartsOptions>(
            "pc-darts", "PC-DARTS",
            "DARTS in which operations see a part of the channels and the edges into a node are weighted, too. Knows no size; ends "
            + "with one architecture.", 1, Supernet.CellSpaces, (context, options) => new PcDarts(context, options), _ => 1,
            fits: (training, options) => training.Channels % options.Parts == 0 ? null : new Fault(
                "$.parts", FormattableString.Invariant($"{options.Parts}"),
                FormattableString.Invariant($"does not part the network's {training.Channels} channels evenly; allowed is a divisor of them"))),
        StrategyEntry.Sharing<GdasOptions>(
            "gdas", "GDAS",
            "One drawn operation at each place, with the gradient of a softmax with Gumbel noise. Knows no size; ends with one "
            + "architecture.", 1, Supernet.Spaces, (context, options) => new Gdas(context, options), _ => 1),
        StrategyEntry.Of<GivenOptions>(
            Given, "Given architectures", "No search: the architectures that you name are evaluated, each once, in order.",
            1, (context, options) => new GivenArchitectures(context, options), takesMotifs: false,
            check: (space, options) => GivenArchitectures.Faults(space, options).Select(fault => new Fault(
                FormattableString.Invariant($"$.architectures[{fault.Position}]"),
                $"\"{options.Architectures[fault.Position]}\"", fault.Message))),
    ]);
}
