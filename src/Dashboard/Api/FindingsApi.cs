using Posture.Dashboard.Components.Pages;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Api;

/// <summary>Findings, one by one.</summary>
internal static class FindingsApi
{
    public static async Task<IResult> ListAsync(ApiContext api, FindingsQuery findings, TimeProvider time)
    {
        var query = api.Query;
        var filter = new FindingFilter
        {
            Clusters = query.All("cluster"),
            Namespaces = query.All("ns"),
            Layers = query.Layers(),
            Controls = query.All("control"),
            Severities = query.Many("sev", Words.Find<Severity>),
            Verdicts = query.Many("status", Words.Find<Verdict>),
            Kinds = query.All("kind"),
            Text = query.One("q"),
            IncludeSystem = query.Flag("system"),
        };
        var (limit, at, from) = (query.Limit(), query.Time("at"), query.Continue());
        if (query.Wrong is { } wrong)
            return ApiAnswers.Wrong(wrong);
        var moment = from?.At ?? at ?? time.GetUtcNow();
        // One more than asked for tells whether there is a next page.
        var rows = await findings.AfterAsync(await api.ScopeAsync(), filter, from?.After ?? Guid.Empty, limit + 1, moment, api.Http.RequestAborted);
        var next = rows.Count > limit ? new ContinueToken(moment, Guid.ParseExact(rows[limit - 1].Finding.Fingerprint, "N")).ToString() : null;
        return ApiAnswers.Document(api.Http, new([.. rows.Take(limit).Select(Document)], next), ApiJson.Default.ListDocumentFindingDocument);
    }

    public static async Task<IResult> FindingAsync(ApiContext api, FindingsQuery findings, string fingerprint)
    {
        if (api.Query.Wrong is { } wrong)
            return ApiAnswers.Wrong(wrong);
        return await findings.GetAsync(await api.ScopeAsync(), fingerprint, api.Http.RequestAborted) is { } found
            ? ApiAnswers.Document(api.Http, Document(found.Row), ApiJson.Default.FindingDocument)
            : ApiAnswers.NotFound();
    }

    private static FindingDocument Document(FindingRow row)
    {
        var finding = row.Finding;
        return new(
            finding.Fingerprint, finding.Cluster, finding.Control, (int)finding.Layer, Words.Of(finding.Severity), Words.Of(finding.Verdict), finding.System,
            new(finding.Object.ApiVersion, finding.Object.Kind, finding.Object.Namespace, finding.Object.Name), finding.Message,
            [.. finding.Evidence.Select(evidence => new EvidenceDocument(evidence.Path, evidence.Observed, evidence.Expected))], row.Since, row.To);
    }
}
