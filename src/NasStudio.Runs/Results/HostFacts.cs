using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NasStudio.Runs.Results;

/// <summary>The machine and the versions that results were made with.</summary>
internal static class HostFacts
{
    /// <summary>The studio's own version.</summary>
    public static string StudioVersion => Version(typeof(HostFacts).Assembly);

    public static JsonObject ToJson(StudioOptions options) => new()
    {
        ["nasStudio"] = StudioVersion,
        ["dotnet"] = Environment.Version.ToString(),
        ["operatingSystem"] = RuntimeInformation.OSDescription,
        ["processor"] = Processor(),
        ["processArchitecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["processorCount"] = Environment.ProcessorCount,
        ["device"] = options.Device,
        ["evaluationSlots"] = options.EvaluationSlots,
        ["threadsPerEvaluation"] = 1,
    };

    private static string Version(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? Convert.ToString(assembly.GetName().Version, CultureInfo.InvariantCulture)!;

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown";
    }
}
