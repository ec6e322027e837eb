using System.Text.Json;

namespace Posture.Collectors.Cli.Output;

/// <summary><c>-o json</c>: one document of schema <c>posture.scan/v1</c>.</summary>
internal sealed class JsonScanWriter : IScanWriter
{
    public void Write(ScanResult result, TextWriter output) =>
        JsonText.Write(output, json => JsonSerializer.Serialize(json, ScanDocument.Of(result), ScanJson.Readable.ScanDocument));
}

/// <summary><c>-o ndjson</c>: one finding a line, in the shape of <c>findings[]</c>.</summary>
internal sealed class NdjsonScanWriter : IScanWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        foreach (var finding in result.Findings)
            output.WriteLine(JsonSerializer.Serialize(FindingDocument.Of(finding), ScanJson.OneLine.FindingDocument));
    }
}
