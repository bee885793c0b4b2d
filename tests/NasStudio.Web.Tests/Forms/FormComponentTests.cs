using NasStudio.Runs.Catalogues;
using NasStudio.Web.Forms;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Forms;

public sealed class FormComponentTests
{
    private static OptionDescriptor Option(string name) => TestCatalogues.All.Evaluators["train"].Options.Single(o => o.Name == name);

    private static Task<string> FieldAsync(string option, string value, string? fault = null) => ComponentRenderer.HtmlAsync<OptionField>(
        ("Option", Option(option)), ("Id", $"evaluator-{option}"), ("Value", value), ("Fault", fault));

    [Fact]
    public async Task A_number_is_a_labelled_text_box_that_says_what_is_allowed_and_where_the_default_comes_from()
    {
        var html = await FieldAsync("epochs", "12");

        Assert.Contains("<label for=\"evaluator-epochs\">", html, StringComparison.Ordinal);
        Assert.Contains("value=\"12\"", html, StringComparison.Ordinal);
        Assert.Contains("Passes over the images. Allowed: a whole number from 1 to 200. Source:", html, StringComparison.Ordinal);
        Assert.Contains("Source: Dong and Yang 2020", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_is_a_check_box()
    {
        Assert.Contains("type=\"checkbox\"", await FieldAsync("augment", "true"), StringComparison.Ordinal);
        Assert.Contains(" checked", await FieldAsync("augment", "true"), StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", await FieldAsync("augment", "false"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_offers_its_values_and_keeps_one_that_is_not_among_them()
    {
        Assert.Contains("<option value=\"mnist\">mnist</option>", await FieldAsync("dataset", "digits"), StringComparison.Ordinal);
        Assert.Contains("<option value=\"cats\" selected>cats</option>", await FieldAsync("dataset", "cats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_stands_beside_its_field_and_marks_it()
    {
        var html = await FieldAsync("epochs", "0", "0 must be a whole number from 1 to 200");

        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_offered_by_title_and_unit()
    {
        var html = await ComponentRenderer.HtmlAsync<MetricSelect>(
            ("Id", "m"), ("Label", "Metric"), ("Metrics", Sample.Experiment(0).Metrics), ("Value", "latency_ms"));

        Assert.Contains("<option value=\"latency_ms\" selected>Latency (ms)</option>", html, StringComparison.Ordinal);
    }
}
