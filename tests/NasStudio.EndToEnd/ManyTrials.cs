using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;

namespace NasStudio.EndToEnd;

/// <summary>Makes a long search out of a short one, in the data base of a studio that does not run.</summary>
internal static class ManyTrials
{
    /// <summary>Copies an experiment of one completed trial and gives the copy so many; its id.</summary>
    public static long CopyWith(string dataFolder, long experiment, int trials)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "studio.db")};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var copy = Insert(
            """
            INSERT INTO Experiments (Name, Document, CreatedAt, Revision)
            SELECT 'Long search', replace(Document, '"evaluations": 1', '"evaluations": ' || $trials), CreatedAt, Revision + $trials
            FROM Experiments WHERE Id = $from
            """, ("$from", experiment), ("$trials", trials));
        var run = Insert(
            """
            INSERT INTO Runs (ExperimentId, Position, Seed, State, StrategyVersion, EvaluatorVersion, Total, StrategySeconds, EvaluationSeconds, WallSeconds)
            SELECT $to, Position, Seed, State, StrategyVersion, EvaluatorVersion, $trials, StrategySeconds, EvaluationSeconds, WallSeconds
            FROM Runs WHERE ExperimentId = $from
            """, ("$from", experiment), ("$to", copy), ("$trials", trials));
        Insert("INSERT INTO Leases (RunId, Fence, ExpiresAt) VALUES ($run, 0, 0)", ("$run", run));
        Insert("INSERT INTO Batches (RunId, Number, \"Limit\", AskedAt, ToldAt) VALUES ($run, 0, $trials, 0, 1)", ("$run", run), ("$trials", trials));

        var space = new NasBench201Space();
        var random = new RandomSource(1);
        var best = double.NegativeInfinity;
        for (var number = 0; number < trials; number++)
        {
            var cell = space.Sample(random);
            var (parameters, flops) = new NasBench201Size(4, 2, 10, 8, 1).Of(space.Cell(cell));
            var accuracy = Math.Min(100, 70 + 22 * (1 - Math.Exp(-parameters / 8000.0)) + 2 * random.NextGaussian());
            var metrics = new Dictionary<string, double>
            {
                ["val_acc"] = accuracy,
                ["val_loss"] = 1 / accuracy,
                ["test_acc"] = accuracy - 1,
                ["test_loss"] = 1 / accuracy,
                ["params"] = parameters,
                ["flops"] = flops,
                ["train_seconds"] = 1,
                ["latency_ms"] = 0.1 + flops / 1e6,
                ["latency_spread_ms"] = 0.01,
            };
            Insert(
                """
                INSERT INTO Trials (RunId, Number, Batch, Revision, Native, IsomorphismClass, FunctionalId, Origin, State, EvaluationSeed,
                    IsMeasuredAlone, Metrics, AskedAt, ToldAt, EvaluationSeconds, IsPareto, IsFeasible)
                SELECT $run, $number, 0, $number + 1, $native, $class, $function, t.Origin, t.State, t.EvaluationSeed, 1, $metrics, t.AskedAt, t.ToldAt, 1, $front, 1
                FROM Trials t JOIN Runs r ON r.Id = t.RunId WHERE r.ExperimentId = $from LIMIT 1
                """,
                ("$run", run), ("$number", number), ("$native", cell.Native), ("$class", space.IsomorphismClass(cell)),
                ("$function", space.FunctionalId(cell)), ("$metrics", JsonSerializer.Serialize(metrics)), ("$from", experiment),
                ("$front", accuracy > best ? 1 : 0));
            best = Math.Max(best, accuracy);
        }

        transaction.Commit();
        return copy;

        long Insert(string sql, params (string Name, object Value)[] parameters)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql + "; SELECT last_insert_rowid()";
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }
}
