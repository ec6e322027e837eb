using System.Globalization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Store.Queries;

namespace Posture.Dashboard.Api;

/// <summary>Clusters and their scores.</summary>
internal static class FleetApi
{
    private static readonly ScopeInUrl Everything = new([], []);

    public static Task<IResult> FleetAsync(ApiContext api, FleetReader fleet, TimeProvider time) => ReadAsync(api, fleet, (model, at) => ApiAnswers.Document(
        api.Http,
        new(at ?? time.GetUtcNow(), ScoreDocument.Of(model.Score), Open(model.View.Open), model.Lines.Count,
            [.. model.Lines.Where(line => line.Freshness is Freshness.LeftOut or Freshness.Never).Select(line => line.Row.Cluster.Name).Order(StringComparer.Ordinal)]),
        ApiJson.Default.FleetDocument));

    public static Task<IResult> ClustersAsync(ApiContext api, FleetReader fleet) => ReadAsync(api, fleet, (model, _) => ApiAnswers.Document(
        api.Http, new([.. model.Lines.OrderBy(line => line.Row.Cluster.Name, StringComparer.Ordinal).Select(Cluster)]), ApiJson.Default.ListDocumentClusterDocument));

    public static Task<IResult> ClusterAsync(ApiContext api, FleetReader fleet, string name) => ReadAsync(api, fleet, (model, _) =>
        model.Lines.FirstOrDefault(line => line.Row.Cluster.Name == name) is { } line ? ApiAnswers.Document(api.Http, Cluster(line), ApiJson.Default.ClusterDocument) : ApiAnswers.NotFound());

    private static async Task<IResult> ReadAsync(ApiContext api, FleetReader fleet, Func<FleetModel, DateTimeOffset?, IResult> answer)
    {
        var at = api.Query.Time("at");
        return api.Query.Wrong is { } wrong ? ApiAnswers.Wrong(wrong) : answer(await fleet.ReadAsync(await api.ScopeAsync(), Everything, at, api.Http.RequestAborted), at);
    }

    private static ClusterDocument Cluster(FleetLine line)
    {
        var cluster = line.Row.Cluster;
        return new(
            cluster.Name, cluster.DisplayName, cluster.Environment, cluster.ServerVersion, cluster.CollectedAt,
            line.Freshness == Freshness.LeftOut ? "left-out" : line.Freshness.ToString().ToLowerInvariant(),
            ScoreDocument.Of(line.Scores?.Scope),
            (line.Scores?.Layers ?? new Dictionary<Posture.Model.Verdicts.Layer, Posture.Model.Scoring.Score>()).OrderBy(layer => layer.Key)
                .ToDictionary(layer => ((int)layer.Key).ToString(CultureInfo.InvariantCulture), layer => ScoreDocument.Of(layer.Value)),
            Open(line.Row.Open));
    }

    private static OpenDocument Open(SeverityCounts open) => new(open.Critical, open.High, open.Medium, open.Low);
}
