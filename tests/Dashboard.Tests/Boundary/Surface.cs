using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>A row of the authorisation matrix (reliability.md §4).</summary>
/// <param name="Id">A-01 … A-30.</param>
/// <param name="Route">Pattern of the endpoint.</param>
/// <param name="Address">An address of it; words in braces are filled in by <see cref="MatrixTests"/>.</param>
/// <param name="Anonymous">Without a session.</param>
/// <param name="Tenant">Member of tenant alfa.</param>
/// <param name="Lead">Security lead.</param>
/// <param name="Manager">Manager or auditor.</param>
/// <param name="Admin">Administrator who is nothing else.</param>
internal sealed record Surface(string Id, string Route, string Address, Sight Anonymous, Sight Tenant, Sight Lead, Sight Manager, Sight Admin)
{
    public Sight Of(string who) => who switch
    {
        Caller.Anonymous => Anonymous,
        Estate.Alfa => Tenant,
        "lead" => Lead,
        "manager" => Manager,
        "admin" => Admin,
        _ => throw new ArgumentException(who),
    };

    public static readonly IReadOnlyList<string> People = [Caller.Anonymous, Estate.Alfa, "lead", "manager", "admin"];

    public static readonly IReadOnlyList<Surface> All =
    [
        Public("/livez", "/livez"), Public("/readyz", "/readyz"), Public("/account/sign-in", "/account/sign-in"), Public("/account/signed-out", "/account/signed-out"),
        Public("/account/failed", "/account/failed"), Public("/account/ended", "/account/ended"), Public("/account/denied", "/account/denied"),
        new("A-01", "/help", "/help", Sight.No, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain),
        new("A-01", "/account", "/account", Sight.No, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain),
        new("A-25", "/account/tokens", "/account/tokens", Sight.No, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain),
        new("A-01", "/controls", "/controls", Sight.No, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain),
        new("A-03", "/fleet", "/fleet", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-03", "/layers", "/layers", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-03", "/layers/{Number}", "/layers/1", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-03", "/help/score", "/help/score?cluster=prod&layer=1", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-04", "/clusters", "/clusters", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
        new("A-04", "/clusters/{Name}", "/clusters/prod", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
        new("A-04", "/clusters/{Name}", "/clusters/prod?tab=namespaces", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
        new("A-04", "/clusters/{Name}", "/clusters/prod?tab=drift", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
        new("A-04", "/clusters/{Name}/collection", "/clusters/prod/collection", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
        new("A-05", "/findings", "/findings?size=200&status=all", Sight.No, Sight.Own, Sight.All, Sight.Plain, Sight.No),
        new("A-05", "/findings", "/findings?q=mark&size=200", Sight.No, Sight.Own, Sight.All, Sight.Plain, Sight.No),
        new("A-05", "/findings", "/findings?ns=bravo-space&size=200", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-05", "/findings/{Id}", "/findings/{alfa}", Sight.No, Sight.Own, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/findings/{Id}", "/findings/{bravo}", Sight.No, Sight.No, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-06", "/findings/{Id}", "/findings/{cluster}", Sight.No, Sight.No, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/drift", "/drift?from=now-30d", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Plain, Sight.No),
        new("A-07", "/identities", "/identities?cluster=prod", Sight.No, Sight.Own, Sight.All, Sight.No, Sight.No),
        new("A-07", "/identities", "/identities?cluster=prod&verb=get&resource=secrets&ns=alfa-space", Sight.No, Sight.Own, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-07", "/identities", "/identities?cluster=prod&verb=get&resource=secrets&ns=bravo-space", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-07", "/identities/subject", "/identities/subject?cluster=prod&kind=ServiceAccount&ns=alfa-space&name=robot", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-07", "/identities/subject", "/identities/subject?cluster=prod&kind=ServiceAccount&ns=bravo-space&name=bravomark-robot", Sight.No, Sight.No, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-07", "/network", "/network?cluster=prod", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-07", "/network", "/network?cluster=prod&ns=alfa-space", Sight.No, Sight.Own, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images", "/images?size=200", Sight.No, Sight.Own, Sight.All, Sight.No, Sight.No),
        new("A-05", "/images", "/images?ns=bravo-space&size=200", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/rebuilds", "/images/rebuilds", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/libraries", "/images/libraries", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/registries", "/images/registries", Sight.No, Sight.Own, Sight.All, Sight.No, Sight.No),
        new("A-05", "/images/registries", "/images/registries?registry=registry.example", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/registries", "/images/registries?ns=bravo-space", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/{Id}", "/images/{alfa-image}", Sight.No, Sight.Own, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/{Id}", "/images/{bravo-image}", Sight.No, Sight.No, Sight.AllIfAny, Sight.No, Sight.No),
        new("A-05", "/images/{Id}", "/images/{shared-image}", Sight.No, Sight.Own, Sight.All, Sight.No, Sight.No),
        new("A-16", "/compliance", "/compliance", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-16", "/compliance/{Id}", "/compliance/cis-1.12", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-16", "/reports", "/reports?fw=pss", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.No),
        new("A-18", "/reports/{id:guid}/view", "/reports/{alfa-report}/view", Sight.No, Sight.Own, Sight.No, Sight.No, Sight.No),
        new("A-16", "/reports/{id:guid}/view", "/reports/{lead-report}/view", Sight.No, Sight.No, Sight.All, Sight.No, Sight.No),
        new("A-16", "/reports/{id:guid}/view", "/reports/{manager-report}/view", Sight.No, Sight.No, Sight.No, Sight.Numbers, Sight.No),
        new("A-17", "/reports/{id:guid}/{form:regex(^(pdf|html|csv)$)}", "/reports/{alfa-report}/csv", Sight.No, Sight.Own, Sight.No, Sight.No, Sight.No),
        new("A-17", "/reports/{id:guid}/{form:regex(^(pdf|html|csv)$)}", "/reports/{lead-report}/csv", Sight.No, Sight.No, Sight.All, Sight.No, Sight.No),
        new("A-17", "/reports/{id:guid}/{form:regex(^(pdf|html|csv)$)}", "/reports/{manager-report}/csv", Sight.No, Sight.No, Sight.No, Sight.Numbers, Sight.No),
        new("A-02", "/openapi/{documentName}.json", "/openapi/v1.json", Sight.No, Sight.No, Sight.No, Sight.No, Sight.Plain),
        new("A-24", "/admin", "/admin", Sight.No, Sight.No, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-24", "/admin", "/admin?tenant=bravo", Sight.No, Sight.No, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-24", "/admin/sign-on", "/admin/sign-on", Sight.No, Sight.No, Sight.No, Sight.No, Sight.Plain),
        new("A-25", "/admin/applications", "/admin/applications", Sight.No, Sight.No, Sight.No, Sight.No, Sight.Plain),
        new("A-24", "/admin/people", "/admin/people", Sight.No, Sight.No, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-24", "/admin/people/{Id}", "/admin/people/{alfa-account}", Sight.No, Sight.No, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-26", "/activity", "/activity", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-26", "/activity/export.{form:regex(^(csv|ndjson)$)}", "/activity/export.csv", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-26", "/activity/export.{form:regex(^(csv|ndjson)$)}", "/activity/export.ndjson", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Numbers),
        new("A-27", "/controls/{Id}", "/controls/L1-POD-HOST-PID", Sight.No, Sight.OwnIfAny, Sight.AllIfAny, Sight.Numbers, Sight.Plain),
    ];

    /// <summary>Endpoints that answer by protocol, by redirect, or only to the framework: each with what holds it instead.</summary>
    public static readonly IReadOnlyDictionary<string, string> Apart = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/"] = "sends to the start page of the role (SignInTests)",
        ["/not-found"] = "written into answers of status 404, not opened",
        ["/{**path:file}"] = "A-01: a static file that is not there",
        ["/error"] = "written into answers of status 500, not opened",
        ["/account/password"] = "the own account's, with its current password (OwnCredentialsTests)",
        ["/account/second-factor"] = "the own account's (SecondFactorTests)",
        ["/account/passkeys"] = "the own account's (PasskeysTests)",
        ["/account/invitation"] = "needs a one-time code (InvitationsTests, InvitationPageTests)",
        ["/account/break-glass"] = "needs a one-time code, made on the machine (BreakGlassTests)",
        ["/account/setup"] = "needs a one-time code (SetupTests)",
        ["/account/sign-out"] = "POST with an antiforgery token; ends the own session only",
        ["/account/view-as"] = "POST with an antiforgery token; narrows the own session only (MatrixTests)",
        ["/connect/authorize"] = "A-28: per OAuth",
        ["/api/v1/fleet"] = "A-14: programs only (ApiTests)",
        ["/api/v1/clusters"] = "A-14: programs only (ApiTests)",
        ["/api/v1/clusters/{name}"] = "A-14: programs only (ApiTests)",
        ["/api/v1/findings"] = "A-14: programs only (ApiTests)",
        ["/api/v1/findings/{fingerprint}"] = "A-14: programs only (ApiTests)",
        ["/api/v1/activity"] = "A-26: programs only (ApiTests)",
        ["/_blazor"] = "A-12: the circuit renders the pages above with the person of the session",
        ["/_blazor/negotiate"] = "A-12",
        ["/_blazor/disconnect/"] = "A-12: ends a circuit whose secret number the caller knows",
        ["/_blazor/initializers/"] = "A-01: names of scripts",
        ["/_framework/opaque-redirect"] = "A-01: follows a redirect that this process protected",
    };

    /// <summary>Endpoints with another identity provider in the place of the embedded one, and those that are gone then.</summary>
    public static readonly IReadOnlyDictionary<string, string> OfAnotherProvider = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/signout-backchannel"] = "the provider, by a token that it has signed (ForeignSignInTests)",
    };

    /// <summary>Endpoints of the embedded identity provider.</summary>
    public static readonly string[] OfTheEmbeddedProvider = ["/connect/authorize"];

    /// <summary>What a server answers at, but for static files and the stage's own probes.</summary>
    public static IReadOnlyList<string> RoutesOf(ServerStage stage) => [.. stage.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => !endpoint.Metadata.Any(metadata => metadata.GetType().Name == "StaticAssetDescriptor"))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Where(route => !route.StartsWith("/test/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Methods that a browser can call in a circuit.</summary>
    public static readonly IReadOnlyDictionary<string, string> Invokable = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Posture.Dashboard.Components.Layout.CircuitEcho.Echo"] = "gives back its argument: measures the way to the browser",
    };

    /// <summary>Work without a person: what it reads, and for whom.</summary>
    public static readonly IReadOnlyDictionary<string, string> Jobs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Posture.Collectors.Fleet.FleetBoard"] = "digests of all clusters, under the collector's account",
        ["Posture.Collectors.Fleet.FleetKeeper"] = "keeps collectors running, under the collector's account",
        ["Posture.Collectors.Trust.TrustKeeper"] = "asks the mirror of the settings for the trusted root; reads no rows of anybody",
        ["Posture.Dashboard.Audit.AuditCheckpoints"] = "newest number and hash of the audit log",
        ["Posture.Dashboard.Audit.AuditSinks"] = "sends the audit log where the settings say, and nowhere else",
        ["Posture.Dashboard.Hosting.SnapshotRelay"] = "passes on signals without payload",
        ["Posture.Dashboard.Identity.EmbeddedIdentityStart"] = "the provider's own client and roles",
        ["Posture.Dashboard.Identity.KeyRotations"] = "takes up new keys; reads no rows of anybody",
        ["Posture.Dashboard.Identity.ProviderPruning"] = "removes codes and tokens past their end",
        ["Posture.Dashboard.Reports.ReportWorker"] = "A-16: reads in the scope of who ordered",
    };

    private static Surface Public(string route, string address) => new("A-01", route, address, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain, Sight.Plain);
}
