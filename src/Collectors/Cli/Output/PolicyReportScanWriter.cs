using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>
/// <c>-o policyreport</c>: a <c>v1 List</c> of <c>wgpolicyk8s.io/v1alpha2</c> reports as JSON: one PolicyReport a namespace and one ClusterPolicyReport.
/// What could not be assessed is <c>error</c>, never <c>pass</c>; what waits for a person is <c>warn</c>; what does not count is <c>skip</c>.
/// </summary>
internal sealed class PolicyReportScanWriter : IScanWriter
{
    private const string ApiVersion = "wgpolicyk8s.io/v1alpha2";

    /// <summary>Names of Kubernetes objects are at most this long.</summary>
    private const int MaxName = 253;

    private static readonly string[] Results = ["pass", "fail", "warn", "error", "skip"];

    public void Write(ScanResult result, TextWriter output) => JsonText.Write(output, json => json.Object(() =>
    {
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "List");
        var byNamespace = result.Findings.GroupBy(finding => finding.Object.Namespace, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        json.Array("items", byNamespace, group => WriteReport(json, result, group.Key, [.. group]));
    }));

    private static void WriteReport(Utf8JsonWriter json, ScanResult result, string ns, IReadOnlyList<Finding> findings)
    {
        json.WriteString("apiVersion", ApiVersion);
        json.WriteString("kind", ns.Length > 0 ? "PolicyReport" : "ClusterPolicyReport");
        json.Object("metadata", () =>
        {
            json.WriteString("name", NameOf(result.Cluster));
            if (ns.Length > 0)
                json.WriteString("namespace", ns);
            json.Object("labels", () => json.WriteString("app.kubernetes.io/managed-by", "posture"));
        });
        json.Object("summary", () =>
        {
            foreach (var name in Results)
                json.WriteNumber(name, findings.Count(finding => ResultOf(finding.Verdict) == name));
        });
        json.Array("results", findings, finding => WriteResult(json, finding, result.At));
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, DateTimeOffset at)
    {
        var document = FindingDocument.Of(finding);
        json.WriteString("source", "posture");
        json.WriteString("policy", finding.Control);
        json.WriteString("category", $"L{(int)finding.Layer} {finding.Layer}");
        json.WriteString("severity", document.Severity);
        json.WriteString("result", ResultOf(finding.Verdict));
        json.WriteBoolean("scored", !finding.System && finding.Verdict is Verdict.Pass or Verdict.Fail or Verdict.Excepted);
        json.WriteString("message", document.Message.Length > 0 ? document.Message : ControlCatalogue.Default.Find(finding.Control)?.Title ?? finding.Control);
        json.Object("timestamp", () =>
        {
            json.WriteNumber("seconds", at.ToUnixTimeSeconds());
            json.WriteNumber("nanos", 0);
        });
        json.Array("resources", [finding.Object], item =>
        {
            json.WriteString("apiVersion", item.ApiVersion);
            json.WriteString("kind", item.Kind);
            if (item.Namespace.Length > 0)
                json.WriteString("namespace", item.Namespace);
            json.WriteString("name", item.Name);
        });
        json.Object("properties", () =>
        {
            json.WriteString("fingerprint", finding.Fingerprint);
            json.WriteString("verdict", document.Verdict);
            foreach (var (name, text) in new[] { ("path", document.Path), ("observed", document.Observed), ("expected", document.Expected) })
                if (text is not null)
                    json.WriteString(name, text);
        });
    }

    private static string ResultOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Manual => "warn",
        Verdict.NotApplicable or Verdict.Exempt or Verdict.Excepted => "skip",
        _ => "error",
    };

    /// <summary>A DNS subdomain, as the API server asks of a name.</summary>
    private static string NameOf(string cluster)
    {
        var name = new string([.. $"posture-{cluster}".ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-')]);
        return name[..Math.Min(name.Length, MaxName)].TrimEnd('-');
    }
}
