using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-INGRESS-SNIPPET: no Ingress carries configuration snippets or values that break out of their directive (the injections of March 2025), under whatever
/// annotation prefix the controller uses. On the cluster: no controller ConfigMap allows snippets.
/// </summary>
internal sealed class IngressSnippets : ObjectCheck<Ingress>
{
    private const string Setting = "allow-snippet-annotations";

    public override string Id => "L9-INGRESS-SNIPPET";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ConfigMap>()];

    public override bool DecidesWithoutReads => true;

    protected override bool ConcernsCluster(ClusterView view) => !view.Inventory.Covers(Reads[0]) || Controllers(view).Any();

    protected override void Evaluate(Ingress item, ClusterView view, Judgement judgement)
    {
        foreach (var (key, value) in item.Metadata.Annotations)
        {
            var path = $"metadata.annotations[{key}]";
            switch (key[(key.LastIndexOf('/') + 1)..])
            {
                case var name when name.EndsWith("-snippet", StringComparison.Ordinal):
                    judgement.Fail(path, $"snippet of {value.Length} characters", "absent",
                        "The Ingress puts text of its own into the controller's configuration.");
                    break;
                case "auth-url" or "auth-signin" or "mirror-target" or "mirror-host" or "permanent-redirect" or "temporal-redirect" or "app-root"
                    or "rewrite-target" when value.AsSpan().IndexOfAny("<>\"{}|^`\r\n") is var at and >= 0:
                    judgement.Fail(path, Shown(value, at), "a plain URL or host name",
                        "The value can break out of its directive in the controller's configuration.");
                    break;
                case "auth-tls-match-cn" when value.AsSpan().IndexOfAny(";#{}|\r\n") is var at and >= 0:
                    judgement.Fail(path, Shown(value, at), "CN= and a pattern without ; # { } |",
                        "The value can break out of its directive in the controller's configuration.");
                    break;
            }
        }
    }

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (!view.Inventory.Covers(Reads[0]))
            judgement.NotAssessed("ConfigMaps could not be read: whether the controller allows snippets is unknown.");
        foreach (var map in Controllers(view))
        {
            var risk = map.Data.Setting("annotations-risk-level") is { } level ? $", annotations-risk-level {level}" : "";
            if (!string.Equals(map.Data.Setting(Setting), "false", StringComparison.OrdinalIgnoreCase)) // before 1.9 what is no boolean meant true
                judgement.Fail($"ConfigMap/{map.Namespace}/{map.Name}: data[{Setting}]", $"{map.Data.Setting(Setting)}{risk}", "false",
                    "The ingress controller accepts snippets from everybody who may write an Ingress.");
            else
                judgement.Note($"ConfigMap/{map.Namespace}/{map.Name}: data[{Setting}]", $"{map.Data.Setting(Setting)}{risk}",
                    "The controller refuses snippets.");
        }
    }

    private static IEnumerable<ConfigMap> Controllers(ClusterView view) =>
        view.Inventory.All<ConfigMap>().Where(map => map.Data.Setting(Setting) is not null).OrderBy(map => map.Ref.ToString(), StringComparer.Ordinal);

    /// <summary>The value itself may hold a credential.</summary>
    private static string Shown(string value, int at) =>
        $"value of {value.Length} characters with {(value[at] is '\r' or '\n' ? "a line break" : value[at].ToString())}";
}
