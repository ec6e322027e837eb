using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Reports;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>Who gets which report, how many and for how long.</summary>
public sealed class ReportDeskTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>Is not asked: nobody here belongs to a tenant.</summary>
    private static TenantQuery Tenants => new(NpgsqlDataSource.Create("Host=nowhere"));

    private static Viewer Of(string subject, ViewScope? scope = null) => new(subject, subject, [scope is null ? Roles.Lead : Roles.Tenant], [], scope ?? ViewScope.All);

    [Fact]
    public void Order_OfAnother_IsNotThere()
    {
        using var desk = new ReportDesk(_time);
        var job = desk.Order(Of("idp|anna"), ReportStage.Request()).Job!;

        Assert.Same(job, desk.Find(Of("idp|anna"), job.Id));
        Assert.Null(desk.Find(Of("idp|berta"), job.Id));
        Assert.Empty(desk.Of(Of("idp|berta")));
        desk.Drop(Of("idp|berta"), job.Id);
        Assert.True(job.Open);
    }

    [Fact]
    public void Order_RightsChangedSince_IsNotThere()
    {
        using var desk = new ReportDesk(_time);
        var job = desk.Order(Of("idp|anna"), ReportStage.Request()).Job!;

        Assert.Null(desk.Find(Of("idp|anna", ViewScope.Of([], [new("prod", "shop")])), job.Id));
        Assert.Null(desk.Find(Of("idp|anna", ViewScope.Of([], [])), job.Id));
    }

    [Fact]
    public void Order_TooManyOfOne_IsRefusedAndOthersAreNot()
    {
        using var desk = new ReportDesk(_time);
        for (var i = 0; i < ReportDesk.MaxOpenOfOne; i++)
            Assert.Null(desk.Order(Of("idp|anna"), ReportStage.Request()).Refused);

        Assert.Equal(ReportCodes.TooMany, desk.Order(Of("idp|anna"), ReportStage.Request()).Refused);
        Assert.Null(desk.Order(Of("idp|berta"), ReportStage.Request()).Refused);
    }

    [Fact]
    public void Order_QueueFull_IsRefused()
    {
        using var desk = new ReportDesk(_time);
        for (var i = 0; i < ReportDesk.MaxWaiting; i++)
            Assert.Null(desk.Order(Of($"idp|{i}"), ReportStage.Request()).Refused);

        Assert.Equal(ReportCodes.QueueFull, desk.Order(Of("idp|late"), ReportStage.Request()).Refused);
    }

    [Fact]
    public void Drop_Waiting_IsCancelledAndMakesRoom()
    {
        using var desk = new ReportDesk(_time);
        var job = desk.Order(Of("idp|anna"), ReportStage.Request()).Job!;
        desk.Drop(Of("idp|anna"), job.Id);

        Assert.Equal(ReportState.Cancelled, job.Progress.State);
        desk.Drop(Of("idp|anna"), job.Id);
        Assert.Empty(desk.Of(Of("idp|anna")));
    }

    [Fact]
    public void Finished_AfterItsTime_IsGone()
    {
        using var desk = new ReportDesk(_time);
        var job = Finished(desk, "idp|anna");
        Assert.Single(desk.Of(Of("idp|anna")));

        _time.Advance(ReportDesk.Kept + TimeSpan.FromSeconds(1));

        Assert.Empty(desk.Of(Of("idp|anna")));
        Assert.Null(desk.Find(Of("idp|anna"), job.Id));
    }

    [Fact]
    public async Task Download_OwnAndForeign_FileAndNotFound()
    {
        using var desk = new ReportDesk(_time);
        var job = Finished(desk, "idp|anna");

        foreach (var form in new[] { "pdf", "html", "csv" })
        {
            var own = await AnswerAsync("anna", context => ReportEndpoints.Download(job.Id, form, context, desk, Tenants));
            Assert.Equal(200, own.StatusCode);
            Assert.StartsWith("attachment; filename=posture-pss-", own.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
            Assert.Equal("no-store", own.Headers.CacheControl.ToString());
            var foreign = await AnswerAsync("berta", context => ReportEndpoints.Download(job.Id, form, context, desk, Tenants));
            var missing = await AnswerAsync("berta", context => ReportEndpoints.Download(Guid.CreateVersion7(), form, context, desk, Tenants));
            Assert.Equal((404, 404), (foreign.StatusCode, missing.StatusCode));
        }
        Assert.Equal(404, (await AnswerAsync("berta", context => ReportEndpoints.View(job.Id, context, desk, Tenants))).StatusCode);
    }

    private ReportJob Finished(ReportDesk desk, string subject)
    {
        var job = desk.Order(Of(subject), ReportStage.Request()).Job!;
        var model = new ReportModel
        {
            Request = job.Request,
            At = _time.GetUtcNow(),
            WholeClusters = false,
            ShowsNames = true,
            Clusters = [],
            Score = Model.Scoring.Score.None,
            Groups = [],
            Controls = [],
            Findings = [],
            Reasons = [],
            Hash = new('a', 64),
        };
        desk.Move(job, new(ReportState.Ready, _time.GetUtcNow(), null, model, new([1], [2], [3])));
        return job;
    }

    private static async Task<HttpResponse> AnswerAsync(string subject, Func<HttpContext, Task<IResult>> answer)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            User = new(new ClaimsIdentity(
                [new("sub", subject, ClaimValueTypes.String, "idp"), new("role", Roles.Lead)], "test", "name", "role")),
        };
        await (await answer(context)).ExecuteAsync(context);
        return context.Response;
    }
}
