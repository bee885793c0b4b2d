using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;

namespace NasStudio.Hosting;

/// <summary>
/// The one secret that opens the studio where it can be reached from elsewhere: programs send it as a bearer token,
/// browsers give it once in a form and keep a cookie that is derived from it.
/// </summary>
/// <remarks>Every comparison takes the same time whatever the difference.</remarks>
public sealed class AccessToken
{
    /// <summary>Fewer characters can be guessed.</summary>
    public const int MinimumLength = 16;

    private const string CookieName = "nasstudio-access";
    private const string LoginPath = "/login";
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(30);
    private readonly byte[] _tokenHash;
    private readonly string _cookieValue;

    /// <summary>Takes the secret.</summary>
    /// <exception cref="StartException">It is too short.</exception>
    public AccessToken(string token)
    {
        if (token.Length < MinimumLength)
        {
            throw new StartException(
                $"Studio:AccessToken has {token.Length} characters; at least {MinimumLength} are needed.",
                StartException.BadInput);
        }

        _tokenHash = Hash(token);
        _cookieValue = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "NasStudio cookie 1"u8));
    }

    /// <summary>Lets nobody past without the secret, except to the login form and the health check.</summary>
    public void Use(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (IsOpen(context.Request.Path) || IsAllowed(context.Request))
            {
                await next(context);
            }
            else if (WantsPage(context.Request))
            {
                var target = context.Request.Path + context.Request.QueryString;
                context.Response.Redirect($"{LoginPath}?to={Uri.EscapeDataString(target)}");
            }
            else
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await Results.Problem(
                    "Send the access token in the header 'Authorization: Bearer ...'.",
                    statusCode: StatusCodes.Status401Unauthorized, title: "Access token needed").ExecuteAsync(context);
            }
        });
    }

    /// <summary>The login form and what it posts to.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet(LoginPath, (HttpContext context, IAntiforgery antiforgery, string? to) =>
            Form(context, antiforgery, to, wrong: false)).ExcludeFromDescription();
        app.MapPost(LoginPath, async (HttpContext context, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.Problem(
                    "The form is too old: open the page again.", statusCode: StatusCodes.Status400BadRequest);
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var to = form["to"].ToString();
            if (!IsToken(form["token"].ToString()))
            {
                return Form(context, antiforgery, to, wrong: true);
            }

            context.Response.Cookies.Append(CookieName, _cookieValue, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = CookieLifetime,
                SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
            });
            return Results.LocalRedirect(IsLocal(to) ? to : "/");
        }).DisableAntiforgery().ExcludeFromDescription();   // checked by hand above, to answer in words
    }

    private static bool IsOpen(PathString path)
        => path.Equals(LoginPath, StringComparison.Ordinal) || path.Equals("/healthz", StringComparison.Ordinal);

    private static bool WantsPage(HttpRequest request)
        => HttpMethods.IsGet(request.Method)
            && request.Headers[HeaderNames.Accept].ToString().Contains("text/html", StringComparison.Ordinal);

    private bool IsAllowed(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && IsToken(header[Scheme.Length..].Trim()))
            || (request.Cookies[CookieName] is { } cookie && FixedTimeEquals(Hash(cookie), Hash(_cookieValue)));
    }

    private bool IsToken(string candidate) => FixedTimeEquals(Hash(candidate), _tokenHash);

    private static bool FixedTimeEquals(byte[] a, byte[] b) => CryptographicOperations.FixedTimeEquals(a, b);

    /// <summary>Hashing first makes the lengths equal, so that the comparison does not tell the secret's.</summary>
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static bool IsLocal(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal);

    private static IResult Form(HttpContext context, IAntiforgery antiforgery, string? to, bool wrong)
    {
        var forgery = antiforgery.GetAndStoreTokens(context);
        var encode = System.Text.Encodings.Web.HtmlEncoder.Default;
        var problem = wrong
            ? "<p role=\"alert\" style=\"color:#b3261e\">That is not the access token of this studio.</p>"
            : "";
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>NasStudio</title>
            </head>
            <body style="font-family:system-ui,sans-serif;color-scheme:light dark;max-width:22rem;margin:15vh auto;
              padding:0 1rem">
              <h1>NasStudio</h1>{problem}
              <form method="post" action="{LoginPath}">
                <input type="hidden" name="{encode.Encode(forgery.FormFieldName)}"
                  value="{encode.Encode(forgery.RequestToken ?? "")}">
                <input type="hidden" name="to" value="{encode.Encode(to ?? "/")}">
                <label>Access token<br>
                  <input type="password" name="token" autocomplete="current-password" required autofocus></label>
                <button type="submit">Open</button>
              </form>
            </body>
            </html>
            """;
        return Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8,
            wrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
    }
}
