using Posture.Dashboard.Tokens;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Api;

/// <summary>What every endpoint asks first: who, with which parameters, and what it may see.</summary>
internal sealed class ApiContext
{
    private ApiContext(HttpContext http) =>
        (Http, Query) = (http, new(http.Request.Query, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()));

    public HttpContext Http { get; }

    public ApiQuery Query { get; }

    /// <summary>Called by the framework for each request.</summary>
    public static ValueTask<ApiContext> BindAsync(HttpContext context) => new(new ApiContext(context));

    public Task<ViewScope> ScopeAsync() => ApiCaller.ScopeAsync(
        Http.User, Http.RequestServices.GetRequiredService<TenantQuery>(), Http.RequestServices.GetRequiredService<ClusterQuery>(), Http.RequestAborted);
}
