using System.Net;
using System.Security.Cryptography;
using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class DataSetFetcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_fetched_verified_and_not_fetched_again()
    {
        var content = new byte[200_000];
        content[^1] = 1;
        var server = new Server(_ => Ok(content));
        var heard = new Heard();

        await Fetch(server, Entry(content), heard);
        await Fetch(server, Entry(content), heard);

        Assert.Equal(content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(1, server.Requests);
        Assert.Equal(new FetchProgress("file.bin", 200_000, 200_000), heard.Last);
    }

    [Fact]
    public async Task A_damaged_file_is_fetched_anew()
    {
        byte[] content = [1, 2, 3];
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await File.WriteAllBytesAsync(Target, [1, 2, 4]);

        await Fetch(new Server(_ => Ok(content)), Entry(content));

        Assert.Equal(content, await File.ReadAllBytesAsync(Target));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "other content", "SHA-256" },
        { "shorter", "byte 2: found the end; expected 3 bytes" },
        { "longer", "byte 3: found more data; expected 3 bytes" },
        { "not found", "404" },
        { "no connection", "no route to host" },
        { "breaks off", "cable pulled" },
        { "times out", "could not be fetched" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_download_that_fails_leaves_nothing_behind(string fault, string message)
    {
        var server = new Server(_ => fault switch
        {
            "other content" => Ok([1, 2, 4]),
            "shorter" => Ok([1, 2]),
            "longer" => Ok(new byte[1_000_000]),
            "not found" => new HttpResponseMessage(HttpStatusCode.NotFound),
            "breaks off" => new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) },
            "times out" => throw new TaskCanceledException("timed out"),
            _ => throw new HttpRequestException("no route to host"),
        });

        var error = await Assert.ThrowsAsync<DataSetException>(() => Fetch(server, Entry([1, 2, 3])));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_cancelled_download_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var server = new Server(_ =>
        {
            source.Cancel();
            return Ok([1, 2, 3]);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(server, Entry([1, 2, 3]), null,
            source.Token));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Every_published_file_has_a_whole_checksum_and_a_size()
    {
        var files = DataSetCatalogue.Entries.SelectMany(entry => entry.Files).ToArray();

        Assert.Equal(9, files.Length);
        Assert.All(files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        Assert.All(files, file => Assert.InRange(file.SizeBytes, 4_000, 200_000_000));
        Assert.Equal(files.Length, files.Select(file => file.Sha256).Distinct().Count());
    }

    private string Target => Path.Combine(new DataSetLocator(_folder.Path).FolderOf("mnist"), "file.bin");

    private static DataSetEntry Entry(byte[] content) => DataSetCatalogue.Get("mnist") with
    {
        Files = [new DataSetFile("file.bin", new Uri("http://test/file.bin"), content.Length,
            Convert.ToHexStringLower(SHA256.HashData(content)))],
    };

    private static HttpResponseMessage Ok(byte[] content) => new() { Content = new ByteArrayContent(content) };

    private async Task Fetch(Server server, DataSetEntry entry, IProgress<FetchProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using var client = new HttpClient(server, disposeHandler: false);
        await new DataSetFetcher(client, new DataSetLocator(_folder.Path)).FetchAsync(entry, progress, cancellation);
    }

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
            CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(answer(request));
        }
    }

    private sealed class Heard : IProgress<FetchProgress>
    {
        public FetchProgress Last { get; private set; }

        public void Report(FetchProgress value) => Last = value;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => throw new IOException("cable pulled");
    }
}
