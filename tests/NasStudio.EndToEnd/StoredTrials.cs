using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace NasStudio.EndToEnd;

/// <summary>The studio's data base, read past the studio.</summary>
internal static class StoredTrials
{
    /// <summary>Every trial of an experiment in one line each: seed, number, architecture, state and metrics.</summary>
    public static IReadOnlyList<string> Of(string dataFolder, long experiment)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "studio.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT r.Seed, t.Number, t.Native, t.State, t.EvaluationSeed, t.Metrics FROM Trials t JOIN Runs r ON r.Id = t.RunId
            WHERE r.ExperimentId = $experiment ORDER BY r.Position, t.Number
            """;
        command.Parameters.AddWithValue("$experiment", experiment);
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(Line(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                JsonNode.Parse(reader.GetString(5))!.AsObject()));
        }

        return lines;
    }

    /// <summary>The same lines from a result file.</summary>
    public static IReadOnlyList<string> Of(JsonObject result) =>
    [
        .. result["runs"]!.AsArray().SelectMany(run => run!["trials"]!.AsArray().Select(trial => Line(
            run["seed"]!.GetValue<long>(), trial!["number"]!.GetValue<long>(), trial["architecture"]!.GetValue<string>(),
            trial["state"]!.GetValue<string>(), trial["evaluationSeed"]!.GetValue<long>(), trial["metrics"]!.AsObject()))),
    ];

    private static string Line(long seed, long number, string architecture, string state, long evaluationSeed, JsonObject metrics)
    {
        var values = metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => FormattableString.Invariant($"{m.Key}={m.Value!.GetValue<double>():R}"));
        return $"{seed}/{number} {architecture} {state.ToUpperInvariant()} {evaluationSeed} {string.Join(' ', values)}";
    }
}
