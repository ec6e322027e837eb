using System.Text.Json;
using Posture.Store.Queries;

namespace Posture.Dashboard.Api;

/// <summary>The activity log.</summary>
internal static class ActivityApi
{
    public static async Task<IResult> ListAsync(ApiContext api, AuditQuery audit)
    {
        var filter = new AuditFilter(api.Query.One("action") ?? "", api.Query.One("q") ?? "") { Before = api.Query.Number("continue") };
        var limit = api.Query.Limit();
        if (api.Query.Wrong is { } wrong)
            return ApiAnswers.Wrong(wrong);
        var page = await audit.PageAsync(await api.ScopeAsync(), "", filter, 1, limit, api.Http.RequestAborted);
        var next = page.Total > page.Rows.Count ? page.Rows[^1].Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return ApiAnswers.Document(api.Http, new([.. page.Rows.Select(Document)], next), ApiJson.Default.ListDocumentActivityDocument);
    }

    /// <summary>An entry as every program gets it: here, in files and in what is sent out.</summary>
    internal static ActivityDocument Document(AuditRow row)
    {
        using var details = JsonDocument.Parse(row.Details);
        return new(
            row.Seq, row.At, row.Actor, row.ActorName, row.Address, row.Action, row.Target, row.Result, details.RootElement.Clone(),
            Convert.ToHexStringLower(row.Previous), Convert.ToHexStringLower(row.Hash));
    }
}
