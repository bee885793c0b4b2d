using System.Globalization;
using static TorchSharp.torch;

namespace NasStudio.Neural.Training;

/// <summary>The device that networks run on, chosen at run time.</summary>
public static class DeviceChoice
{
    /// <summary>
    /// "auto" is the first CUDA device where there is one and the CPU elsewhere; "cpu" and "cuda:n" are themselves.
    /// </summary>
    /// <exception cref="ArgumentException">It is no device, or not one of this machine; the message says what is
    /// allowed.</exception>
    public static Device Resolve(string choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice == "cpu" || (choice == "auto" && !cuda.is_available())) return CPU;
        var number = choice is "auto" or "cuda" ? "0" : choice.StartsWith("cuda:",
            StringComparison.Ordinal) ? choice[5..] : "";
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new ArgumentException($"'{choice}' is not a device; allowed: auto, cpu, cuda:0, cuda:1, ...",
                nameof(choice));
        var devices = cuda.is_available() ? cuda.device_count() : 0;
        return index < devices
            ? device($"cuda:{index}")
            : throw new ArgumentException(
                $"There is no device '{choice}': this machine, with this libtorch, has {devices} CUDA devices; "
                + "allowed: auto, cpu.", nameof(choice));
    }
}
