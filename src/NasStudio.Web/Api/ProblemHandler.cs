using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Web.Api;

/// <summary>Turns what services throw into problem+json; what nobody expected becomes a bare 500.</summary>
internal sealed class ProblemHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            InvalidExperimentException invalid => Problem(
                StatusCodes.Status400BadRequest, "The experiment has faults", "Nothing was started.",
                invalid.Faults.Select(fault => new FaultResource(fault.Path, fault.Value, fault.Message))),
            NotFoundException => Problem(StatusCodes.Status404NotFound, "Not found", exception.Message),
            WrongStateException => Problem(StatusCodes.Status409Conflict, "Not in this state", exception.Message),
            StorageException => Problem(StatusCodes.Status507InsufficientStorage, "The data folder cannot be used", exception.Message),
            BadHttpRequestException bad => Problem(bad.StatusCode, "The request cannot be read", exception.Message),
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        context.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem });
    }

    private static ProblemDetails Problem(int status, string title, string detail, IEnumerable<FaultResource>? faults = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (faults is not null)
        {
            problem.Extensions["faults"] = faults.ToArray();
        }

        return problem;
    }
}
