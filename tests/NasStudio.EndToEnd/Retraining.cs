using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.EndToEnd;

/// <summary>Trains what a result file reports again, from nothing but the file.</summary>
internal static class Retraining
{
    /// <summary>Fails unless every one of the trials comes to the same validation and test accuracy again.</summary>
    /// <param name="result">A whole result file.</param>
    /// <param name="trials">Trials of it.</param>
    public static void AssertReproduced(JsonObject result, IReadOnlyCollection<JsonNode> trials)
    {
        var (document, faults) = new ExperimentReader(StudioCatalogues.Default).Read(result["experiment"]!.ToJsonString());
        Assert.Empty(faults);
        var space = StudioCatalogues.Default.Spaces.Create(document!.Space);
        var evaluator = StudioCatalogues.Default.Evaluators[document.Evaluator.Kind].Create(
            document.Evaluator.Options, new EvaluatorContext(space, Path.GetTempPath(), "cpu"));
        var different = new ConcurrentBag<string>();
        var workers = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(trials, workers, trial =>
        {
            var architecture = space.Parse(trial["architecture"]!.GetValue<string>());
            var again = evaluator.Evaluate(
                architecture, new EvaluationContext(trial["evaluationSeed"]!.GetValue<long>(), null, CancellationToken.None));
            foreach (var metric in (string[])["val_acc", "test_acc"])
            {
                var reported = trial["metrics"]![metric]!.GetValue<double>();
                if (again.Values[metric] != reported)
                {
                    different.Add($"trial {trial["number"]}: {metric} {reported}, trained again {again.Values[metric]}");
                }
            }
        });
        Assert.Empty(different);
    }
}
