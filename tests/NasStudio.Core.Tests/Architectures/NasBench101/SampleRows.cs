using System.Globalization;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.NasBench101;

/// <summary>The sample of the benchmark as NASLib stores it: 49 bits of a matrix, row by row, and 7 operations,
/// numbered 0 input, 1 output, 2 maxpool3x3, 3 conv1x1, 4 conv3x3. Cells are as they were drawn, with seven nodes,
/// neither pruned nor padded.</summary>
internal static class SampleRows
{
    public const string File = "nasbench101-sample-500.csv";

    /// <summary>Every cell, with the validation accuracy of one of its three trainings, and its parameters in millions,
    /// rounded to six digits.</summary>
    public static IReadOnlyList<(NasBench101Cell Cell, string Accuracy, double Parameters)> Read()
    {
        const int nodes = NasBench101Cell.MaxNodes;
        var rows = new List<(NasBench101Cell, string, double)>();
        foreach (var line in System.IO.File.ReadLines(Path.Combine(TestTables.Folder, File)).Skip(1))
        {
            var parts = line.Split('"');                      // "(0,1,...)",val_acc,params,flops
            var values = parts[2].Split(',');
            var numbers = parts[1].Trim('(', ')').Split(',');
            int[] spec = [.. numbers.Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            Assert.Equal(nodes * nodes + nodes, spec.Length);
            Assert.Equal(0, spec[nodes * nodes]);
            Assert.Equal(1, spec[^1]);
            var edges = from bit in Enumerable.Range(0, nodes * nodes)
                        where spec[bit] == 1
                        select (bit / nodes, bit % nodes);
            var operations = spec[(nodes * nodes + 1)..^1].Select(id => (NasBench101Operation)(4 - id));
            var parameters = double.Parse(values[2], CultureInfo.InvariantCulture);
            rows.Add((new NasBench101Cell(edges, [.. operations]), values[1], parameters));
        }

        return rows;
    }
}
