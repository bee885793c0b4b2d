using System.Net;
using System.Net.Sockets;

namespace NasStudio.Hosting;

/// <summary>Where the server listens, checked before anything starts.</summary>
public static class ListenAddresses
{
    /// <summary>This machine only.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>
    /// What was asked for, else what the configuration names (urls, the ports of container images); always Kestrel's
    /// end points.
    /// </summary>
    public static IReadOnlyList<string> From(IConfiguration configuration, IReadOnlyList<string>? asked = null)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(e => e["Url"]).OfType<string>();
        var urls = Split(configuration["urls"]);
        var ports = Split(configuration["http_ports"]).Select(port => $"http://*:{port}")
            .Concat(Split(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        string[] named = [.. endpoints, .. asked ?? (urls.Length > 0 ? urls : ports)];
        return named is [] ? [Default] : named;
    }

    /// <summary>Refuses what is no address, and what others can reach while no access token is set.</summary>
    /// <exception cref="StartException">Says which address and what to do.</exception>
    public static void Require(IReadOnlyList<string> urls, bool hasAccessToken)
    {
        foreach (var url in urls)
        {
            if (!IsLoopback(Parse(url)) && !hasAccessToken)
            {
                throw new StartException(
                    $"{url} can be reached from other machines, and no access token is set. Set Studio__AccessToken to "
                    + $"a long secret in the environment (or Studio:AccessToken in appsettings.json), or listen on "
                    + $"{Default}.",
                    StartException.BadInput);
            }
        }
    }

    /// <summary>Refuses ports that are taken, before any job is picked up.</summary>
    /// <exception cref="StartException">Names the address.</exception>
    public static void RequireFree(IReadOnlyList<string> urls)
    {
        foreach (var url in urls)
        {
            var address = Parse(url);
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            {
                continue;
            }

            var ip = IPAddress.TryParse(address.Host, out var parsed) ? parsed
                : IsLoopback(address) ? IPAddress.Loopback
                : IPAddress.Any;
            try
            {
                using var probe = new TcpListener(ip, address.Port);
                probe.Start();
            }
            catch (SocketException problem)
            {
                throw Unusable(url, problem);
            }
        }
    }

    /// <summary>The one message for an address that cannot be listened on.</summary>
    public static StartException Unusable(string url, Exception cause)
    {
        var error = (cause as SocketException ?? cause.GetBaseException() as SocketException)?.SocketErrorCode;
        var reason = error switch
        {
            SocketError.AddressAlreadyInUse => "the port is taken by another program",
            SocketError.AccessDenied => "this user may not use the port",
            SocketError.AddressNotAvailable => "this machine has no such address",
            _ => cause.GetBaseException().Message,
        };
        return new StartException(
            $"Cannot listen on {url}: {reason}. Choose another with --port or --urls.", cause: cause);
    }

    private static bool IsLoopback(BindingAddress address)
        => address.IsUnixPipe || address.IsNamedPipe
        || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException problem)
        {
            throw new StartException(
                $"'{url}' is no address to listen on; an example of one is {Default}.",
                StartException.BadInput, problem);
        }
    }

    private static string[] Split(string? list)
        => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
