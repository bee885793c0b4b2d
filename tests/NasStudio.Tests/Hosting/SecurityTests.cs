using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NasStudio.Hosting;

namespace NasStudio.Tests.Hosting;

/// <summary>What a stranger, another site or a careless setting can do.</summary>
public sealed partial class SecurityTests
{
    private const string Token = "correct horse battery staple";
    private static readonly Dictionary<string, string?> WithToken = new() { ["Studio:AccessToken"] = Token };

    /// <summary>Headers that browsers act on.</summary>
    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var server = await StudioServer.StartAsync();

        foreach (var path in new[] { "/", "/healthz", "/api/v1/spaces", "/no-such-page" })
        {
            using var answer = await server.Client.GetAsync(path);

            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    /// <summary>DNS rebinding: a foreign name that resolves to this machine.</summary>
    [Fact]
    public async Task An_unknown_host_name_is_refused()
    {
        await using var server = await StudioServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/experiments") { Headers = { Host = "evil.example" } };

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>A page of another site that drives the studio in the visitor's browser.</summary>
    [Fact]
    public async Task A_write_from_another_site_is_refused()
    {
        await using var server = await StudioServer.StartAsync();

        using var foreign = await PostAsync("http://evil.example");
        using var opaque = await PostAsync("null");
        using var own = await PostAsync(server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal("application/problem+json", foreign.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Forbidden, opaque.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);

        Task<HttpResponseMessage> PostAsync(string origin) => server.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/v1/experiments/1/start") { Headers = { { "Origin", origin } } });
    }

    /// <summary>The circuit of a page is a web socket; browsers let any site open one.</summary>
    [Fact]
    public async Task A_socket_from_another_site_is_refused()
    {
        await using var server = await StudioServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor")
        {
            Headers = { { "Origin", "http://evil.example" }, { "Connection", "Upgrade" }, { "Upgrade", "websocket" } },
        };

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    /// <summary>With a token set, everything but the form and the health check is closed.</summary>
    [Theory]
    [InlineData("/api/v1/experiments")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/login/../api/v1/experiments")]
    [InlineData("/Healthz/")]
    public async Task Without_the_token_nothing_opens(string path)
    {
        await using var server = await StudioServer.StartAsync(WithToken);

        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    /// <summary>Orchestrators ask without a token.</summary>
    [Fact]
    public async Task The_health_check_is_open()
    {
        await using var server = await StudioServer.StartAsync(WithToken);

        Assert.Equal("Healthy", await server.Client.GetStringAsync("/healthz"));
    }

    /// <summary>Programs.</summary>
    [Theory]
    [InlineData("Bearer " + Token, HttpStatusCode.OK)]
    [InlineData("bearer " + Token, HttpStatusCode.OK)]
    [InlineData("Bearer " + Token + "x", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct horse", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData(Token, HttpStatusCode.Unauthorized)]
    public async Task A_bearer_token_opens(string header, HttpStatusCode expected)
    {
        await using var server = await StudioServer.StartAsync(WithToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/experiments");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>Browsers: page, form, cookie, page.</summary>
    [Fact]
    public async Task A_browser_signs_in_through_the_form()
    {
        await using var server = await StudioServer.StartAsync(WithToken);
        using var browser = server.NewClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        browser.DefaultRequestHeaders.Add("Accept", "text/html");

        using var redirect = await browser.GetAsync("/experiments/7?tab=log");
        var form = await browser.GetStringAsync(redirect.Headers.Location);
        using var wrong = await PostAsync("not the token at all", form);
        using var right = await PostAsync(Token, form);
        using var page = await browser.GetAsync("/api/v1/experiments");

        Assert.Equal("/login?to=%2Fexperiments%2F7%3Ftab%3Dlog", redirect.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("not the access token", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/experiments/7?tab=log", right.Headers.Location?.OriginalString);
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"), value => value.StartsWith("nasstudio-access", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        Task<HttpResponseMessage> PostAsync(string token, string formPage) => browser.PostAsync("/login", Fields(formPage, token));
    }

    /// <summary>A link to the form must not lead to another site afterwards.</summary>
    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_leads_nowhere_else(string target)
    {
        await using var server = await StudioServer.StartAsync(WithToken);
        using var browser = server.NewClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

        var form = await browser.GetStringAsync($"/login?to={Uri.EscapeDataString(target)}");
        using var answer = await browser.PostAsync("/login", Fields(form, Token));

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    /// <summary>A form that this server did not hand out.</summary>
    [Fact]
    public async Task The_form_is_refused_without_its_antiforgery_token()
    {
        await using var server = await StudioServer.StartAsync(WithToken);

        using var answer = await server.Client.PostAsync("/login", new FormUrlEncodedContent([new("token", Token)]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    /// <summary>Half a secret is none.</summary>
    [Fact]
    public void A_short_token_is_refused()
    {
        var refusal = Assert.Throws<StartException>(() => new AccessToken("short"));

        Assert.Equal(StartException.BadInput, refusal.ExitCode);
        Assert.Contains("16", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Anything may fail; nobody outside learns where in the code.</summary>
    [Fact]
    public async Task Problems_come_without_stack_traces()
    {
        await using var server = await StudioServer.StartAsync();

        using var answer = await server.Client.PostAsJsonAsync("/api/v1/experiments", new JsonObject { ["schema"] = 1 });
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    private static FormUrlEncodedContent Fields(string page, string token)
    {
        var fields = HiddenField().Matches(page).ToDictionary(
            field => WebUtility.HtmlDecode(field.Groups["name"].Value), field => WebUtility.HtmlDecode(field.Groups["value"].Value));
        return new FormUrlEncodedContent(fields.Append(new("token", token)));
    }

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]*)\"\\s+value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenField();
}
