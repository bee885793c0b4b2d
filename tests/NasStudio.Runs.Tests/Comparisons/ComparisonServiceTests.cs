using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Comparisons;

public sealed partial class ComparisonServiceTests
{
    [Fact]
    public async Task A_plan_starts_an_experiment_for_each_strategy_and_reads_them_side_by_side()
    {
        await using var studio = await TestStudio.CreateAsync();
        var comparisons = studio.Get<ComparisonService>();
        var common = TestStudio.Instantly(TestStudio.Document(evaluations: 30, seeds: [0, 1, 2]));
        var ids = await comparisons.StartAsync(
            comparisons.Plan(common, [new KindChoice("random"), new KindChoice("regularized-evolution")]));
        var reader = comparisons.Open(ids);
        var before = (await reader.ReadAsync())!;
        Assert.Equal(["a test: Random search", "a test: Regularised evolution"], before.Experiments.Select(e => e.Name));
        Assert.True(before.IsActive && before.Experiments.All(e => e.Spent == 0));

        await studio.Executor.ExecuteExperimentAsync(ids[0], CancellationToken.None);
        var half = (await reader.ReadAsync())!;
        Assert.Equal([90, 0], half.Experiments.Select(e => e.Spent));
        await studio.Executor.ExecuteExperimentAsync(ids[1], CancellationToken.None);
        var after = (await reader.ReadAsync())!;
        Assert.False(after.IsActive);
        Assert.Equal(["Random search", "Regularised evolution"], after.Experiments.Select(e => e.Label));
        Assert.Equal(await CsvAsync((await comparisons.Open(ids).ReadAsync())!), await CsvAsync(after));
        Assert.Contains(after.Warnings, w => !w.IsGrave && w.Text.StartsWith("3 seeds cannot show", StringComparison.Ordinal));
        Assert.DoesNotContain(after.Warnings, w => w.IsGrave);

        var table = ComparisonTable.Of(after, ComparisonQuantity.Of(after))!;
        var view = (await studio.Queries.CurveAsync(ids[1])).Select(curve => curve.Points[^1].Value);
        Assert.Equal(view.Average(), table.Rows[1].Values.Mean, 12);
    }

    [Fact]
    public async Task Nothing_is_started_where_one_experiment_has_a_fault()
    {
        await using var studio = await TestStudio.CreateAsync();
        var comparisons = studio.Get<ComparisonService>();
        var common = TestStudio.Document() with { Evaluations = 0 };
        var fault = await Assert.ThrowsAsync<InvalidExperimentException>(
            () => comparisons.StartAsync(comparisons.Plan(common, [new KindChoice("random"), new KindChoice("nsga-2")])));
        Assert.Equal("$.budget.evaluations", Assert.Single(fault.Faults).Path);
        Assert.Empty(await studio.Queries.ListAsync());
    }

    [Fact]
    public async Task Everything_that_makes_experiments_not_comparable_is_said()
    {
        await using var studio = await TestStudio.CreateAsync();
        var one = TestStudio.Document(seeds: [0, 1]);
        var other = TestStudio.Document("nsga-2", evaluations: 20, space: "tiny", seeds: [1, 2, 3]) with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("failingShare", 0.5)),
            Objectives = [new Objective("cost", Direction.Minimize)],
            Constraints = [],
        };
        long[] ids = [await studio.Experiments.CreateAsync(one, false), await studio.Experiments.CreateAsync(other, false), 99];
        var warnings = (await studio.Get<ComparisonService>().Open(ids).ReadAsync())!.Warnings;
        string[] grave = ["There is no experiment 99", "They search different spaces", "Their evaluators differ in failing share: 0 (Random search); 0.5 (NSGA-II)",
            "They search for different things", "Their constraints differ"];
        string[] light = ["Their budgets differ: 12 (Random search); 20 (NSGA-II)", "Their seeds differ", "2 seeds cannot show", "Random search: 2 runs not started"];
        Assert.All(grave, text => Assert.Contains(warnings, w => w.IsGrave && w.Text.StartsWith(text, StringComparison.Ordinal)));
        Assert.All(light, text => Assert.Contains(warnings, w => !w.IsGrave && w.Text.StartsWith(text, StringComparison.Ordinal)));
        Assert.Equal(warnings.Select(w => w.IsGrave).OrderDescending(), warnings.Select(w => w.IsGrave));
    }

    [Fact]
    public async Task The_table_for_other_programs_has_a_line_for_each_point()
    {
        var run = ComparedSample.Run(7, [50, double.NaN, 60]);
        var comparison = ComparedSample.Comparison(
            ComparedSample.OneObjective, new BestPossible("acc", 65, ""), ComparedSample.Experiment(1, "=random", 3, run));
        Assert.Equal(
            """
            experiment,name,strategy,seed,evaluations,trial,best,test,regret
            1,experiment 1,'=random,7,1,0,50,49,15
            1,experiment 1,'=random,7,2,0,50,49,15
            1,experiment 1,'=random,7,3,2,60,59,5

            """.ReplaceLineEndings("\r\n"), await CsvAsync(comparison));
    }

    [Fact]
    public void The_report_needs_nothing_else_and_its_policy_allows_its_style_alone()
    {
        var experiment = ComparedSample.Experiment(1, "<b>sly</b>", 2, ComparedSample.Run(0, [50, 60]), ComparedSample.Run(1, [55, 58]));
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, new BestPossible("acc", 65, "Known."), experiment,
            ComparedSample.Experiment(2, "random", 2, ComparedSample.Run(0, [40, 41]), ComparedSample.Run(1, [42, 60]))) with
        {
            Warnings = [new ComparisonWarning(true, "They differ & more.")],
        };
        var html = ComparisonReport.Write(comparison, null, DateTimeOffset.UnixEpoch);
        var style = StyleElement().Match(html).Groups[1].Value;
        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|<link|<img|@import|url\\(|\\ssrc=|\\shref=|\\sstyle=|\\son[a-z]+=", html);
        Assert.DoesNotContain("<b>sly", html, StringComparison.Ordinal);
        Assert.Contains("They differ &amp; more.", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html, "role=\"img\""));                       // best, test, regret
        Assert.Equal(6, Regex.Count(html, "class=\"line s"));
        Assert.Contains("+8.50", html, StringComparison.Ordinal);                 // 19 ahead and 2 behind
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    private static async Task<string> CsvAsync(Comparison comparison)
    {
        using var stream = new MemoryStream();
        await ComparisonFiles.WriteCsvAsync(comparison, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
