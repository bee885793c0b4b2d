using System.Net;
using System.Net.Sockets;

namespace NasStudio.Tests.Cli;

/// <summary>Where the program cannot start it says so in one message, and leaves nothing behind.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Bad input: exit code 2, in words.</summary>
    [Theory]
    [InlineData("--bogus", "serve", "--bogus")]
    [InlineData("Required command was not provided")]
    [InlineData("--port takes a number", "serve", "--port", "70000")]
    [InlineData("--port and --urls exclude each other", "serve", "--port", "1", "--urls", "http://localhost:2")]
    [InlineData("'nowhere' is no address", "serve", "--urls", "nowhere")]
    [InlineData("no access token", "serve", "--urls", "http://0.0.0.0:5080")]
    [InlineData("There is no space 'x'; there is nas-bench-201", "spaces", "show", "x")]
    [InlineData("There is no data set 'x'; there is digits", "datasets", "fetch", "x")]
    [InlineData("--out", "run", "x.json")]
    [InlineData("Cannot read", "run", "no-such-file.json", "--out", "out")]
    [InlineData("is no output folder of run", "compare", "nowhere")]
    public async Task Bad_input_is_code_2(string message, params string[] arguments)
    {
        using var program = StudioProgram.Start(arguments, new Dictionary<string, string> { ["NASSTUDIO_DATA"] = _folder["data"] });

        var outcome = await program.EndAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["data/studio.db"]));
    }

    /// <summary>A container image may set this for every program.</summary>
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:5080")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "5080")]
    [InlineData("Kestrel__Endpoints__Open__Url", "http://*:5080")]
    public async Task Addresses_in_the_environment_need_a_token_too(string name, string value)
    {
        using var program = StudioProgram.Start(["serve", "--data", _folder.Path], new Dictionary<string, string> { [name] = value });

        var outcome = await program.EndAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("no access token", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>The port of another program.</summary>
    [Fact]
    public async Task A_busy_port_is_one_message()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var outcome = await StudioProgram.RunAsync(
            "serve", "--data", _folder.Path, "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("taken by another program", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["studio.db"]));
    }

    /// <summary>Empty files in the library's place: the loader fails as it does where they are missing.</summary>
    [Theory]
    [InlineData("serve", "--port", "0")]
    public async Task A_missing_libtorch_is_one_message(params string[] arguments)
    {
        foreach (var library in new[] { "libtorch.so.1.13", "libtorch_cpu.so.1.13", "libc10.so.1.13" })
        {
            await File.WriteAllTextAsync(_folder[library], "");
        }

        using var program = StudioProgram.Start(
            [.. arguments, "--data", _folder["data"]],
            new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = _folder.Path });

        var outcome = await program.EndAsync();

        Assert.Equal(1, outcome.ExitCode);
        var line = Assert.Single(outcome.ErrorLines);
        Assert.Contains("libtorch cannot be loaded", line, StringComparison.Ordinal);
        Assert.Contains("apt-get install libtorch-dev", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["data/studio.db"]));
    }

    /// <summary>Something else stands where the folder should be.</summary>
    [Fact]
    public async Task A_data_folder_that_is_a_file_is_one_message()
    {
        await File.WriteAllTextAsync(_folder["data"], "mine");

        var outcome = await StudioProgram.RunAsync("serve", "--port", "0", "--data", _folder["data"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Cannot write to the data folder", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["data"]));
    }

    /// <summary>A file system of a few kilobytes, or one that takes no writes; mounted for this process alone.</summary>
    [MountTheory]
    [InlineData("size=64k", "No space left")]
    [InlineData("ro", "Read-only file system")]
    public async Task A_full_or_read_only_data_folder_is_one_message(string mountOptions, string reason)
    {
        foreach (var verb in new[] { "serve --port 0", "migrate" })
        {
            var script = $"mount -t tmpfs -o {mountOptions} tmpfs '{_folder.Path}' && "
                + $"exec dotnet '{StudioProgram.File}' {verb} --data '{_folder.Path}'";
            using var program = StudioProgram.Start("unshare", ["-m", "sh", "-c", script], null);

            var outcome = await program.EndAsync();

            Assert.Equal(1, outcome.ExitCode);
            var line = Assert.Single(outcome.ErrorLines);
            Assert.Contains("Cannot write to the data folder", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.Ordinal);
        }
    }
}
