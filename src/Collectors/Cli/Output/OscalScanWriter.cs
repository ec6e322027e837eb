using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>
/// <c>-o oscal</c>: NIST OSCAL 1.1.3 assessment results. A finding a control, an observation a control × object. A control is <c>satisfied</c> only when
/// something passed and nothing failed, waits or is unknown. Identifiers follow from the content: the same scan gives the same ones.
/// </summary>
internal sealed class OscalScanWriter : IScanWriter
{
    private const string Version = "1.1.3";

    /// <summary>Namespace of our properties.</summary>
    private const string Names = "urn:posture:oscal";

    public void Write(ScanResult result, TextWriter output)
    {
        var findings = result.Findings.Where(finding => finding.Verdict != Verdict.NotApplicable).ToList();
        var plan = Id("plan", result.Cluster);
        JsonText.Write(output, json => json.Object(() => json.Object("assessment-results", () =>
        {
            json.WriteString("uuid", Id("results", result.Cluster, Time(result)));
            json.Object("metadata", () =>
            {
                json.WriteString("title", $"Security posture of cluster {result.Cluster}");
                json.WriteString("last-modified", Time(result));
                json.WriteString("version", result.Catalogue);
                json.WriteString("oscal-version", Version);
            });
            json.Object("import-ap", () => json.WriteString("href", $"#{plan}"));
            json.Array("results", [result], scan => WriteResult(json, scan, findings));
            json.Object("back-matter", () => json.Array("resources", [plan], id =>
            {
                json.WriteString("uuid", id);
                json.WriteString("title", "Assessment plan");
                json.WriteString("description", $"Automated evaluation of every control of the Posture catalogue {result.Catalogue} that has a check.");
            }));
        })));
    }

    private static void WriteResult(Utf8JsonWriter json, ScanResult result, List<Finding> findings)
    {
        var controls = findings.GroupBy(finding => finding.Control, StringComparer.Ordinal).ToList();
        json.WriteString("uuid", Id("result", result.Cluster, Time(result)));
        json.WriteString("title", $"Scan of {result.Cluster}");
        json.WriteString("description", $"{result.Objects} objects were read and judged by the Posture catalogue {result.Catalogue}.");
        json.WriteString("start", Time(result));
        json.WriteString("end", Time(result));
        var objects = findings.Select(finding => finding.Object).Distinct().ToList();
        if (objects.Count > 0)
            json.Object("local-definitions", () => json.Array("inventory-items", objects, item => WriteItem(json, result.Cluster, item)));
        json.Object("reviewed-controls", () => json.Array("control-selections", [controls], selection =>
        {
            if (selection.Count > 0)
                json.Array("include-controls", selection, control => json.WriteString("control-id", control.Key));
            else
                json.WriteString("remarks", "No control applied to what was read.");
        }));
        if (findings.Count == 0)
            return; // OSCAL allows no empty list
        json.Array("observations", findings, finding => WriteObservation(json, result, finding));
        json.Array("findings", controls, control => WriteFinding(json, result, control.Key, [.. control]));
    }

    private static void WriteItem(Utf8JsonWriter json, string cluster, ObjectRef item)
    {
        json.WriteString("uuid", ItemId(cluster, item));
        json.WriteString("description", $"{item.ApiVersion} {item}");
    }

    private static void WriteObservation(Utf8JsonWriter json, ScanResult result, Finding finding)
    {
        var document = FindingDocument.Of(finding);
        json.WriteString("uuid", Id("observation", finding.Fingerprint));
        json.WriteString("description", document.Message.Length > 0 ? document.Message : $"{document.Verdict}: {finding.Object}");
        json.Array("props", [("verdict", document.Verdict), ("severity", document.Severity), ("fingerprint", finding.Fingerprint)], prop =>
        {
            json.WriteString("name", prop.Item1);
            json.WriteString("ns", Names);
            json.WriteString("value", prop.Item2);
        });
        json.Texts("methods", ["TEST"]);
        json.Texts("types", ["finding"]);
        json.Array("subjects", [finding.Object], item =>
        {
            json.WriteString("subject-uuid", ItemId(result.Cluster, item));
            json.WriteString("type", "inventory-item");
        });
        if (finding.Evidence.Count > 0)
            json.Array("relevant-evidence", finding.Evidence, evidence =>
                json.WriteString("description", $"{evidence.Path}: observed {evidence.Observed}, expected {evidence.Expected}"));
        json.WriteString("collected", Time(result));
    }

    private static void WriteFinding(Utf8JsonWriter json, ScanResult result, string control, IReadOnlyList<Finding> findings)
    {
        var title = ControlCatalogue.Default.Find(control)?.Title ?? control;
        var counts = string.Join(", ", findings.GroupBy(finding => finding.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Words.Of(group.Key)}"));
        json.WriteString("uuid", Id("finding", result.Cluster, control));
        json.WriteString("title", title);
        json.WriteString("description", $"{control}: {counts}.");
        json.Object("target", () =>
        {
            json.WriteString("type", "objective-id");
            json.WriteString("target-id", control);
            json.Object("status", () =>
            {
                var (state, reason) = Status(findings);
                json.WriteString("state", state);
                json.WriteString("reason", reason);
            });
        });
        json.Array("related-observations", findings, finding => json.WriteString("observation-uuid", Id("observation", finding.Fingerprint)));
    }

    private static (string State, string Reason) Status(IReadOnlyList<Finding> findings)
    {
        if (findings.Any(finding => finding.Verdict is Verdict.Fail or Verdict.Excepted))
            return ("not-satisfied", "fail");
        var known = findings.All(finding => finding.Verdict is Verdict.Pass or Verdict.Exempt) && findings.Any(finding => finding.Verdict == Verdict.Pass);
        return known ? ("satisfied", "pass") : ("not-satisfied", "other");
    }

    private static string Time(ScanResult result) => result.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string ItemId(string cluster, ObjectRef item) => Id("item", cluster, item.ApiVersion, item.Kind, item.Namespace, item.Name);

    /// <summary>A UUID of version 5's form from the parts.</summary>
    private static string Id(params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
