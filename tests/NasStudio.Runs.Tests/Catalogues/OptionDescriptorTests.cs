using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.OneShot;
using NasStudio.OneShot.Searches;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Tests.Support;
using NasStudio.Search;

namespace NasStudio.Runs.Tests.Catalogues;

public sealed class OptionDescriptorTests
{
    private readonly StudioCatalogues _catalogues = TestStudio.Catalogues(new EvaluationWatch());

    [Fact]
    public void Options_are_described_from_their_record()
    {
        var toy = _catalogues.Evaluators["toy"].Options;
        var delay = toy.Single(o => o.Name == "delayMs");
        Assert.Equal(
            new OptionDescriptor("delayMs", "Delay", "How long an evaluation takes.", "the test.", OptionType.Integer,
                0L, 0, 60_000, [], "ms"),
            delay);
        Assert.Equal("a whole number from 0 to 60000", delay.Allowed);
        var temper = toy.Single(o => o.Name == "temper");
        Assert.Equal((OptionType.Choice, "calm", "one of calm, throwing"),
            (temper.Type, temper.Default, temper.Allowed));
        Assert.Equal(["failingShare", "Failing share"], [toy[1].Name, toy[1].Title]);
    }

    [Fact]
    public void A_record_in_a_record_lends_its_options()
    {
        var record = typeof(ImportanceSampledAsngOptions);
        var values = OptionValues.Defaults.With("firstStep", 0.7).With("samplesPerDistribution", 3L);

        var made = (ImportanceSampledAsngOptions)OptionsRecord.Create(record, values);

        Assert.Equal(0.3, OptionsRecord.Describe(record).Single(option => option.Name == "firstStep").Default);
        Assert.Equal((0.7, 3, 1.5), (made.Pool.Asng.FirstStep, made.Pool.SamplesPerDistribution, made.Pool.Asng.Alpha));
        Assert.Equal(0.3, new ImportanceSampledAsngOptions().Pool.Asng.FirstStep);
        Assert.Empty(OptionsRecord.Faults(record, values));
        Assert.Equal("$.alpha", Assert.Single(OptionsRecord.Faults(record, values.With("alpha", 1.0))).Path);
    }

    [Fact]
    public void Every_option_of_the_studio_says_what_it_does_and_where_its_default_is_from()
    {
        var entries = StudioCatalogues.Default.Strategies.Entries.Cast<ICatalogueEntry>()
            .Concat(StudioCatalogues.Default.Evaluators.Entries).ToList();
        Assert.NotEmpty(entries);
        Assert.All(entries.SelectMany(e => e.Options.Select(o => (e.Kind, Option: o))), each =>
            Assert.True(
                each.Option.Description.Length > 0 && each.Option.Source.Length > 0, $"{each.Kind}.{each.Option.Name}"));
    }

    [Fact]
    public void Every_strategy_can_be_made_with_its_defaults()
    {
        var problem = new Problem([new Objective("val_acc", Direction.Maximize)], []);
        var context = new StrategyContext(
            new NasBench201Space(), problem, new RandomSource(1), 50, Path.GetTempPath(), _ => { },
            new FidelityScale("epochs", [1, 3, 9]));
        var sharing = new WeightSharingContext(
            context.Space, problem, context.Random, new TrainOptions(), new DataSetLocator(Path.GetTempPath()), "cpu", _ => { });
        Assert.All(StudioCatalogues.Default.Strategies.Entries.Where(e => !e.Options.Any(o => o.IsRequired)), entry =>
        {
            Assert.Empty(entry.Check(OptionValues.Defaults));
            using var made = entry.SharesWeights && entry.Spaces.Contains(context.Space.Kind)
                ? entry.CreateSearch(OptionValues.Defaults, sharing)
                : entry.SharesWeights ? null : entry.Create(OptionValues.Defaults, context) as IDisposable;
            Assert.Equal(entry.SharesWeights, entry.Winners(OptionValues.Defaults) > 0);
        });
    }

    [Fact]
    public void A_choice_may_be_narrowed_and_a_kind_may_stand_once()
    {
        var narrowed = _catalogues.Evaluators["toy"].WithChoices("temper", ["calm"]);
        Assert.Equal("calm", Assert.Single(narrowed.Options.Single(o => o.Name == "temper").Choices));
        Assert.Throws<ArgumentException>(() => new EvaluatorCatalogue([narrowed, narrowed]));
        Assert.Contains("random", Assert.Throws<ArgumentException>(() => _catalogues.Strategies["x"]).Message,
            StringComparison.Ordinal);
    }
}
