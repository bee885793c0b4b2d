using Microsoft.Extensions.Primitives;

namespace NasStudio.Hosting;

/// <summary>What browsers are told about every page, and the refusal of requests that another site sends.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// Scripts come from this server alone. Styles may stand inline (Radzen and Plotly set them), and so may the event
    /// attributes of Radzen's drop-downs; images may be data (Plotly's picture export).
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; script-src-attr 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds the headers to every answer and refuses writes and sockets that come from another site.</summary>
    /// <remarks>
    /// A page of another site can make a browser send simple POSTs and open web sockets to this machine without asking;
    /// such requests carry that site's Origin. Programs send none and pass.
    /// </remarks>
    public static IApplicationBuilder UseSecurityHeaders(
        this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";

        var request = context.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if ((!isRead || context.WebSockets.IsWebSocketRequest || IsUpgrade(request)) && !IsSameOrigin(request))
        {
            await Results.Problem(
                $"The request comes from the site {request.Headers.Origin}, which is not this one.",
                statusCode: StatusCodes.Status403Forbidden, title: "Request from another site").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool IsUpgrade(HttpRequest request) => !StringValues.IsNullOrEmpty(request.Headers.Upgrade);

    private static bool IsSameOrigin(HttpRequest request)
        => request.Headers.Origin.ToString() is var origin
        && (origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
}
