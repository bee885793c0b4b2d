using Microsoft.Extensions.Diagnostics.HealthChecks;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Hosting;

/// <summary>Healthy while the data base answers.</summary>
internal sealed class DatabaseHealth(ExperimentQueries queries) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await queries.GetAsync(0, cancellationToken);   // there is no such experiment; the question is all
            return HealthCheckResult.Healthy();
        }
        catch (StorageException problem)
        {
            return HealthCheckResult.Unhealthy(problem.Message);
        }
    }
}
