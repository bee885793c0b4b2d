using System.Diagnostics;
using System.Globalization;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;

namespace NasStudio.Performance;

/// <summary>
/// Importing a table of all of NAS-Bench-201 and looking architectures up in it, beside Python's csv and dict, which
/// read the same file, check nothing and keep everything in memory.
/// </summary>
internal static class Tables
{
    private const int LookUps = 1_000_000;

    public static void Measure(string python)
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-performance-");
        try
        {
            var file = Path.Combine(folder.FullName, "table.csv");
            var stored = Path.Combine(folder.FullName, "table" + BenchmarkTable.Extension);
            var space = new NasBench201Space();
            var random = new RandomSource(1);
            File.WriteAllLines(file, space.Enumerate().Select(a => string.Create(
                CultureInfo.InvariantCulture,
                $"{a.Native},{100 * random.NextDouble():R},{100 * random.NextDouble():R},{100 * random.NextDouble():R},{random.NextInt(1 << 20)}"))
                .Prepend("architecture,val_acc_12,val_acc_200,test_acc_200,params"));
            for (var round = 0; round < 3; round++)
            {
                var start = Stopwatch.GetTimestamp();
                var source = new CsvFormat().Open(file, new BenchmarkReadOptions { Space = space });
                BenchmarkImporter.Import(
                    source, stored, new ImportSettings("Made up", null, DateTimeOffset.UnixEpoch), null, CancellationToken.None);
                Say("NasStudio", "import", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");

                start = Stopwatch.GetTimestamp();
                using var table = BenchmarkTable.Open(stored);
                Say("NasStudio", "open", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms");
                string[] asked = [.. Enumerable.Range(0, LookUps).Select(_ => random.NextInt(table.Rows)).Select(table.Native)];
                start = Stopwatch.GetTimestamp();
                var sum = asked.Sum(native => table.Value(table.Find(native)!.Value, 1));
                Say("NasStudio", "look-up", Stopwatch.GetElapsedTime(start).TotalMicroseconds / LookUps, "us");

                using var peer = Process.Start(new ProcessStartInfo(
                    python, [Path.Combine(AppContext.BaseDirectory, "table_lookup.py"), file, $"{LookUps}"]))!;
                peer.WaitForExit();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Say(string who, string what, double value, string unit)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who,-10} {what,-8} {value,8:F3} {unit}"));
}
