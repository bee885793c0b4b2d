using System.Diagnostics;

namespace NasStudio.Tests.Cli;

/// <summary>A theory that mounts a file system of its own; skipped where this user may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountTheoryAttribute : TheoryAttribute
{
    private static readonly bool MayMount = Try();

    /// <summary>Skips where mounting is not allowed.</summary>
    public MountTheoryAttribute()
    {
        if (!MayMount)
        {
            Skip = "needs the right to mount a file system (root, and a container that allows it)";
        }
    }

    private static bool Try()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/tmp"])
            {
                RedirectStandardError = true,
            })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
