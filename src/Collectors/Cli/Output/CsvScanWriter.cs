namespace Posture.Collectors.Cli.Output;

/// <summary><c>-o csv</c>: RFC 4180, one finding a row; cells that a spreadsheet would run (= + - @) are neutralised with an apostrophe.</summary>
internal sealed class CsvScanWriter : IScanWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        output.Write("fingerprint,cluster,control,layer,severity,verdict,apiVersion,kind,namespace,name,path,observed,expected,message\r\n");
        foreach (var finding in result.Findings.Select(FindingDocument.Of))
            output.Write(string.Join(',', new[]
            {
                finding.Fingerprint, result.Cluster, finding.Control, finding.Layer, finding.Severity, finding.Verdict, finding.Object.ApiVersion, finding.Object.Kind,
                finding.Object.Namespace, finding.Object.Name, finding.Path, finding.Observed, finding.Expected, finding.Message,
            }.Select(Cell)) + "\r\n");
    }

    internal static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = Words.Printable(text);
        if (text[0] is '=' or '+' or '-' or '@')
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
