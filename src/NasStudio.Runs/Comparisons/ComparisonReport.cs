using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Comparisons;

/// <summary>A comparison as one HTML file that needs nothing else: no script, no font, no request; its own policy says so.</summary>
public static class ComparisonReport
{
    private const string Style =
        """
        :root{color-scheme:light dark;--t:#222b33;--q:#5b6670;--g:#dde2e8;--b:#fff;--w:#8a5a00;--x:#b3261e;--s1:#0072b2;--s2:#c84e00;--s3:#00815e;--s4:#a8487f;--s5:#b37700;--s6:#3a86c8;--s7:#6b5bd2;--s8:#5f6b73}
        @media (prefers-color-scheme:dark){:root{--t:#d5dbe1;--q:#a3adb8;--g:#353b43;--b:#16191d;--w:#f2bd48;--x:#ff9a90;--s1:#5cb8f0;--s2:#ff9352;--s3:#38cf9f;--s4:#ec9fca;--s5:#f2bd48;--s6:#8fc2ff;--s7:#b4a8ff;--s8:#b3bec7}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--t);background:var(--b);max-width:980px;margin:32px auto;padding:0 16px}
        h1{font-size:1.6rem;font-weight:600;margin:0}h2{font-size:1.15rem;margin:32px 0 8px}p{margin:6px 0}.q,dt{color:var(--q)}
        .s{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
        th,td{padding:6px 7px;border-bottom:1px solid var(--g);text-align:right;white-space:nowrap}th{white-space:normal;vertical-align:bottom}th:first-child,td:first-child{text-align:left}
        .n{border-left:4px solid var(--w);padding:4px 12px;margin:8px 0}.n.x{border-color:var(--x)}
        dl{display:grid;grid-template-columns:auto 1fr;gap:4px 18px}dd{margin:0}
        svg{width:100%;height:auto;font-size:12px}svg text{fill:var(--q)}.grid{stroke:var(--g)}.line{fill:none;stroke-width:2}.band{opacity:.14}
        .line.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2)}.line.s3{stroke:var(--s3)}.line.s4{stroke:var(--s4)}.line.s5{stroke:var(--s5)}.line.s6{stroke:var(--s6)}.line.s7{stroke:var(--s7)}.line.s8{stroke:var(--s8)}
        .band.s1,.dot.s1{fill:var(--s1)}.band.s2,.dot.s2{fill:var(--s2)}.band.s3,.dot.s3{fill:var(--s3)}.band.s4,.dot.s4{fill:var(--s4)}.band.s5,.dot.s5{fill:var(--s5)}.band.s6,.dot.s6{fill:var(--s6)}.band.s7,.dot.s7{fill:var(--s7)}.band.s8,.dot.s8{fill:var(--s8)}
        svg.dot{width:12px;height:12px;vertical-align:-1px;margin-right:6px}details{margin:8px 0}pre{overflow-x:auto;font-size:.82rem}
        """;

    /// <summary>Writes the file.</summary>
    /// <param name="comparison">What is compared.</param>
    /// <param name="baseline">What the others are tested against; null for the default.</param>
    /// <param name="now">When it is written.</param>
    public static string Write(Comparison comparison, long? baseline, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var quantities = ComparisonQuantity.Of(comparison);
        var style = Style.ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        var title = $"Comparison of {string.Join(", ", comparison.Experiments.Select(e => e.Label))}";
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>{Escaped(title)}</title><style>{style}</style></head>
            <body><h1>{Escaped(title)}</h1><p class="q">Written {now:yyyy-MM-dd HH:mm} UTC by NasStudio{(comparison.IsActive ? ", while runs were still at work" : "")}.</p>

            """);
        foreach (var warning in comparison.Warnings)
        {
            html.Append(CultureInfo.InvariantCulture, $"""<p class="n{(warning.IsGrave ? " x" : "")}">{Escaped(warning.Text)}</p>{'\n'}""");
        }

        if (ComparisonTable.Of(comparison, quantities, baseline) is { } table)
        {
            html.Append(Table(table, quantities));
        }

        foreach (var quantity in quantities)
        {
            var series = ComparisonSeries.Of(comparison, quantity);
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Escaped(quantity.Title)}</h2><p class=\"q\">{Escaped(quantity.Note)}</p>\n");
            html.Append(ReportChart.Draw(series, quantity, quantity.Key == ComparisonQuantity.Regret)).Append('\n');
        }

        html.Append("<p>");
        foreach (var (i, experiment) in comparison.Experiments.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"{Dot(i)}{Escaped(experiment.Label)} &#160; ");
        }

        html.Append("</p><p class=\"q\">Lines are means over the seeds, bands one standard deviation.</p>\n");
        return html.Append(Settings(comparison)).Append("</body></html>\n").ToString();
    }

    private static string Table(ComparisonTable table, ImmutableArray<ComparisonQuantity> quantities)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<h2>After {table.Evaluations} evaluations</h2><div class=\"s\"><table><thead><tr><th>Strategy</th><th>Seeds</th>");
        foreach (var quantity in quantities)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th>{Escaped(quantity.Title)}{(quantity.Unit.Length > 0 ? $", {Escaped(quantity.Unit)}" : "")}</th>");
        }

        html.Append("<th>Ahead by (95 %)</th><th>p (Holm)</th><th>Rank-biserial</th><th>A</th><th>Feasible</th><th>Strategy, s</th></tr></thead><tbody>\n");
        foreach (var (i, row) in table.Rows.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Dot(i)}{Escaped(row.Experiment.Label)}</td><td>{row.Reached} of {row.Experiment.Runs.Length}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{ComparisonText.MeanAndDeviation(row.Values)}</td>");
            foreach (var quantity in quantities.Skip(1))
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{ComparisonText.MeanAndDeviation(row.Others[quantity.Key])}</td>");
            }

            html.Append(row.Test is { } test
                ? string.Create(CultureInfo.InvariantCulture, $"<td>{ComparisonText.Difference(test)}</td><td>{ComparisonText.P(test.HolmPValue)}</td><td>{test.Wilcoxon.RankBiserial:0.00}</td><td>{test.Superiority:0.00}</td>")
                : row.Experiment.Id == table.Baseline.Id ? "<td>baseline</td><td></td><td></td><td></td>" : "<td></td><td></td><td></td><td></td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{ComparisonText.Share(row.Feasible)}</td><td>{ComparisonText.Number(row.StrategySeconds.Mean)}</td></tr>\n");
        }

        return html.Append(CultureInfo.InvariantCulture, $"</tbody></table></div><p class=\"q\">{Escaped(ComparisonText.Explain(table))}</p>\n").ToString();
    }

    private static string Settings(Comparison comparison)
    {
        var html = new StringBuilder("<h2>Settings</h2>\n");
        foreach (var experiment in comparison.Experiments)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <details><summary>{Escaped(experiment.Name)} (no. {experiment.Id}; strategy version {experiment.StrategyVersion}, evaluator version {experiment.EvaluatorVersion})</summary>
                <pre>{Escaped(ExperimentWriter.Write(experiment.Document))}</pre></details>

                """);
        }

        return html.Append(CultureInfo.InvariantCulture, $"""
            <h2>Versions</h2><dl><dt>NasStudio</dt><dd>{Escaped(HostFacts.StudioVersion)}</dd><dt>.NET</dt><dd>{Environment.Version}</dd>
            <dt>Operating system</dt><dd>{Escaped(RuntimeInformation.OSDescription)}</dd><dt>Processors</dt><dd>{Environment.ProcessorCount}</dd></dl>

            """).ToString();
    }

    private static string Dot(int index)
        => $"""<svg class="dot s{ReportChart.Color(index)}" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5"/></svg>""";

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
