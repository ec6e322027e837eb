using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Api;

/// <summary>
/// The API of programs, <c>/api/v1</c>: read only, with a token in the header, and each endpoint needs a scope of its own. Additive within v1. Its description is at
/// <c>/openapi/v1.json</c>, for administrators.
/// </summary>
internal static class ApiEndpoints
{
    public const string Version = "v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi(Version, openApi => openApi.Describe());
        return services;
    }

    private static void Describe(this OpenApiOptions openApi)
    {
        openApi.ShouldInclude = static endpoint => endpoint.RelativePath?.StartsWith("api/" + Version, StringComparison.Ordinal) == true;
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Posture", Version = Version, Description = "Verdicts, scores and the activity log, in the scope of the token that asks." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token (posture_…), or an access token of a registered application." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Access.SignOn).ExcludeFromDescription();
        var api = app.MapGroup("/api/" + Version).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        const string At = "at=The time to look at, RFC 3339 or now-7d; now when absent.";
        const string Limit = "limit=Items of a page, 1 to 1000; 100 when absent.";
        const string Continue = "continue=What the page before gave under this name.";
        api.MapGet("/fleet", FleetApi.FleetAsync).For(ApiScopes.Clusters, "Score and open findings of the clusters together.", At).Produces<FleetDocument>();
        api.MapGet("/clusters", FleetApi.ClustersAsync).For(ApiScopes.Clusters, "Every visible cluster with its scores.", At).Produces<ListDocument<ClusterDocument>>();
        api.MapGet("/clusters/{name}", FleetApi.ClusterAsync).For(ApiScopes.Clusters, "One cluster.", At).Produces<ClusterDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/findings", FindingsApi.ListAsync).For(ApiScopes.Findings, "Findings, page by page, all of one time.", At, Limit, Continue,
            "cluster=Names of clusters, parted by commas.", "ns=Namespaces; empty for cluster-scoped objects.", "layer=Numbers of layers, 1 to 10.", "control=Ids of controls.",
            "sev=critical, high, medium, low.", "status=pass, fail, excepted, not-assessed, error …; every verdict when absent.", "kind=Kinds of objects.",
            "q=Text in control, namespace, name or message.", "system=true for objects of the cluster itself as well.").Produces<ListDocument<FindingDocument>>();
        api.MapGet("/findings/{fingerprint}", FindingsApi.FindingAsync).For(ApiScopes.Findings, "One finding.").Produces<FindingDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/activity", ActivityApi.ListAsync).For(ApiScopes.Activity, "The activity log, newest first.", Limit + " At most 200 come at once.", Continue,
            "action=A code or its first part, for example tenant.", "q=Part of a name or target.").Produces<ListDocument<ActivityDocument>>();
    }

    private static RouteHandlerBuilder For(this RouteHandlerBuilder endpoint, string scope, string summary, params string[] parameters) => endpoint.WithSummary(summary).WithDescription($"Needs the scope {scope}.")
        .RequireAuthorization(new AuthorizationPolicyBuilder(ApiCaller.Scheme).RequireAuthenticatedUser().RequireClaim(ApiCaller.ScopeClaim, scope).Build())
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. parameters.Select(parameter => parameter.Split('=', 2)).Select(IOpenApiParameter (parts) => new OpenApiParameter
            {
                Name = parts[0], Description = parts[1], In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })];
            return Task.CompletedTask;
        });
}
