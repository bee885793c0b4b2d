using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using NasStudio.Hosting;

namespace NasStudio.Tests.Hosting;

/// <summary>Nobody else reaches the studio by accident.</summary>
public sealed class ListenAddressesTests
{
    /// <summary>This machine only.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.8.9.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://unix:/tmp/studio.sock")]
    public void Loopback_needs_no_token(string url) => ListenAddresses.Require([url], hasAccessToken: false);

    /// <summary>Everything else, however it is spelled.</summary>
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://studio.example.org:5080")]
    [InlineData("http://localhost.example.org:5080")]
    public void Any_other_address_needs_a_token(string url)
    {
        ListenAddresses.Require([url], hasAccessToken: true);

        var refusal = Assert.Throws<StartException>(() => ListenAddresses.Require(["http://127.0.0.1:1", url], hasAccessToken: false));

        Assert.Equal(StartException.BadInput, refusal.ExitCode);
        Assert.Contains(url, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Studio__AccessToken", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Not an address at all.</summary>
    [Theory]
    [InlineData("foo")]
    [InlineData("5080")]
    public void Nonsense_is_bad_input(string url)
        => Assert.Equal(StartException.BadInput, Assert.Throws<StartException>(() => ListenAddresses.Require([url], true)).ExitCode);

    /// <summary>Containers and reverse proxies name addresses in other ways.</summary>
    [Theory]
    [InlineData("urls", "http://a:1;http://b:2", "http://a:1", "http://b:2")]
    [InlineData("http_ports", "8080;8081", "http://*:8080", "http://*:8081")]
    [InlineData("https_ports", "8443", "https://*:8443")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://0.0.0.0:80", "http://0.0.0.0:80")]
    [InlineData("Other", "x", ListenAddresses.Default)]
    public void Every_setting_that_names_an_address_is_read(string key, string value, params string[] expected)
        => Assert.Equal(expected, ListenAddresses.From(
            new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build()));

    /// <summary>Urls win over ports, as in ASP.NET Core.</summary>
    [Fact]
    public void Urls_win_over_ports() => Assert.Equal(["http://a:1"], ListenAddresses.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://a:1"), new("http_ports", "80")]).Build()));

    /// <summary>They would be bound whatever the command line says.</summary>
    [Fact]
    public void End_points_of_Kestrel_are_looked_at_beside_the_command_line() => Assert.Equal(
        ["http://0.0.0.0:80", "http://127.0.0.1:1"], ListenAddresses.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Kestrel:Endpoints:A:Url", "http://0.0.0.0:80")]).Build(),
            ["http://127.0.0.1:1"]));

    /// <summary>Before any job is picked up.</summary>
    [Fact]
    public void A_taken_port_is_refused_in_words()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var refusal = Assert.Throws<StartException>(() => ListenAddresses.RequireFree([url]));

        Assert.Equal(StartException.Failed, refusal.ExitCode);
        Assert.Contains("taken by another program", refusal.Message, StringComparison.Ordinal);
    }
}
