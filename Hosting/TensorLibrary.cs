using System.Runtime.InteropServices;

namespace NasStudio.Hosting;

/// <summary>The system's libtorch, looked at before anything is started.</summary>
public static class TensorLibrary
{
    private const string Shim = "libnasstudio_torch.so";

    /// <summary>Loads the library, as the first training would.</summary>
    /// <exception cref="StartException">
    /// It cannot be loaded; says what is missing and which command mends it.
    /// </exception>
    public static void Require()
    {
        var file = Path.Combine(AppContext.BaseDirectory, Shim);
        if (!File.Exists(file) && File.Exists(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")))
        {
            return;   // built against the TorchSharp package, which finds its own
        }

        try
        {
            NativeLibrary.Load(file);
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
        {
            throw new StartException(
                $"libtorch cannot be loaded ({Reason(problem)}). Run: apt-get install libtorch-dev "
                + "libopenblas0-pthread - and start again with ./nasstudio, which builds what depends on it. "
                + "Nothing was started.", cause: problem);
        }
    }

    /// <summary>The loader's own words; .NET surrounds them with general advice.</summary>
    private static string Reason(Exception problem)
        => problem.Message.Split('\n').FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal))?.Trim()
            ?? problem.Message;
}
