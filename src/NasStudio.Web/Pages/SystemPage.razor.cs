using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Components;
using NasStudio.Runs;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>The machine, the program, and what is running now.</summary>
public sealed partial class SystemPage : ComponentBase
{
    private ExperimentSummary[]? _active;
    private string? _problem;

    [Inject] private ExperimentQueries Queries { get; set; } = default!;

    [Inject] private StudioOptions Options { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    private (string Title, (string Name, string Value)[] Facts)[] Facts =>
    [
        ("Machine",
        [
            ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
            ("Processor", $"{Environment.ProcessorCount} logical cores"),
            ("Memory", $"{Format.Number(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}B for this program"),
            ("Device", $"{Options.Device} (as configured)"),
        ]),
        ("Program",
        [
            ("NasStudio", Version),
            (".NET", Environment.Version.ToString()),
            ("Up since", Format.Ago(System.Diagnostics.Process.GetCurrentProcess().StartTime, Time.GetUtcNow())),
            ("In use", $"{Format.Number(Environment.WorkingSet)}B of memory"),
            ("Evaluations", $"{Options.EvaluationSlots} side by side, one thread each"),
            ("Runs", $"{Options.RunSlots} side by side"),
        ]),
        ("Data folder", DataFolder),
    ];

    private static string Version
        => typeof(SystemPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split('+')[0] ?? "";

    private (string Name, string Value)[] DataFolder
    {
        get
        {
            var folder = Path.GetFullPath(Options.DataFolder);
            var drive = new DriveInfo(folder);
            return
            [
                ("Folder", folder),
                ("Data base", Size(Path.Combine(folder, "studio.db"))),
                ("Free", $"{Format.Number(drive.AvailableFreeSpace)}B of {Format.Number(drive.TotalSize)}B"),
            ];
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            var all = await Queries.ListAsync(CancellationToken.None);
            _active = [.. all.Where(e => e.State.IsActive())];
        }
        catch (StorageException fault)
        {
            _problem = fault.Message;
        }
    }

    private static string Size(string file) => File.Exists(file) ? $"{Format.Number(new FileInfo(file).Length)}B" : "none yet";
}
