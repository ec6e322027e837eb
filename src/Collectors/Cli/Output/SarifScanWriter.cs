using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>
/// <c>-o sarif</c>: SARIF 2.1.0 (OASIS), one run. Objects are logical locations; a verdict that is no fail has another <c>kind</c> than fail and level none
/// (§3.27.9, §3.27.10), so that no reader takes unknown for passed. Exempt and excepted fails are suppressed (§3.35), not left out.
/// </summary>
internal sealed class SarifScanWriter : IScanWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        var rules = result.Findings.Select(finding => finding.Control).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        JsonText.Write(output, json => json.Object(() =>
        {
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.Array("runs", [result], run => WriteRun(json, run, rules));
        }));
    }

    private static void WriteRun(Utf8JsonWriter json, ScanResult result, Dictionary<string, int> rules)
    {
        json.Object("tool", () => json.Object("driver", () =>
        {
            json.WriteString("name", "Posture");
            json.WriteString("semanticVersion", Words.ProductVersion);
            json.Array("rules", rules.Keys.Order(StringComparer.Ordinal), id => WriteRule(json, id));
        }));
        json.Object("automationDetails", () => json.WriteString("id", $"posture/{Uri.EscapeDataString(result.Cluster)}/"));
        json.WriteString("columnKind", "utf16CodeUnits");
        json.Array("invocations", [result], run =>
        {
            json.WriteBoolean("executionSuccessful", true);
            json.WriteString("endTimeUtc", run.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.Array("toolExecutionNotifications", run.Errors, error =>
            {
                json.WriteString("level", "error");
                json.Object("descriptor", () => json.WriteString("id", error.Code));
                json.Text("message", $"{error.Place}: {error.Message}");
            });
        });
        json.Array("results", result.Findings, finding => WriteResult(json, finding, rules[finding.Control]));
    }

    private static void WriteRule(Utf8JsonWriter json, string id)
    {
        json.WriteString("id", id);
        if (ControlCatalogue.Default.Find(id) is not { } control)
            return;
        json.Text("shortDescription", control.Title);
        if (ControlCatalogue.Default.CheckOf(id) is { } check && Guidance.Of(check, chinese: false) is { } guidance)
        {
            json.Text("fullDescription", guidance.Problem);
            json.Text("help", $"{guidance.Why}\n\n{guidance.Fix}");
        }
        json.Object("defaultConfiguration", () => json.WriteString("level", LevelOf(control.Severity)));
        json.Object("properties", () =>
        {
            json.WriteString("layer", $"L{(int)control.Layer}");
            json.WriteNumber("weight", control.Weight);
            json.WriteString("security-severity", $"{control.Weight}.0");
            json.Texts("tags", ["security", .. control.References.SelectMany(standard => standard.Value.Select(reference => $"{standard.Key}/{reference}"))]);
        });
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int rule)
    {
        var document = FindingDocument.Of(finding);
        json.WriteString("ruleId", finding.Control);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("kind", KindOf(finding.Verdict));
        json.WriteString("level", KindOf(finding.Verdict) == "fail" ? LevelOf(finding.Severity) : "none");
        json.Text("message", document.Message.Length > 0 ? document.Message : $"{Words.Of(finding.Verdict)}: {finding.Object}");
        json.Array("locations", [finding.Object], item => json.Array("logicalLocations", [item], place =>
        {
            json.WriteString("name", place.Name);
            json.WriteString("fullyQualifiedName", place.ToString());
            json.WriteString("kind", "resource");
        }));
        json.Object("partialFingerprints", () => json.WriteString("posture/v1", finding.Fingerprint));
        if (finding.Verdict is Verdict.Exempt or Verdict.Excepted)
            json.Array("suppressions", [finding], suppressed =>
            {
                json.WriteString("kind", "external");
                json.WriteString("status", "accepted");
                json.WriteString("justification", suppressed.Message);
            });
        json.Object("properties", () =>
        {
            json.WriteString("verdict", document.Verdict);
            json.WriteString("severity", document.Severity);
            json.WriteString("apiVersion", finding.Object.ApiVersion);
            json.WriteString("objectKind", finding.Object.Kind);
            json.WriteString("namespace", finding.Object.Namespace);
            json.WriteString("path", document.Path);
            json.WriteString("observed", document.Observed);
            json.WriteString("expected", document.Expected);
        });
    }

    private static string KindOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail or Verdict.Exempt or Verdict.Excepted => "fail",
        Verdict.Manual => "review",
        Verdict.NotApplicable => "notApplicable",
        _ => "open",
    };

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "error",
        Severity.Medium => "warning",
        _ => "note",
    };
}
