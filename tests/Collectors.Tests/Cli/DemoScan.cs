using System.Text.Json;
using Json.Schema;
using Posture.Analysis.Policy;
using Posture.Collectors.Cli;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Sources;
using Posture.TestKit;

namespace Posture.Collectors.Tests.Cli;

/// <summary>Scans of the demo fleet, and what their outputs are held against.</summary>
internal static class DemoScan
{
    public static string Folder(string cluster) => Path.Combine(SharedFolder.Checkout!, "docker", "demo", cluster);

    public static Task<ScanResult> RunAsync(string cluster) => RunAsync(cluster, new FolderSource([Folder(cluster)], TimeProvider.System).ReadOnce());

    public static Task<ScanResult> RunAsync(string cluster, IEnumerable<SourceEvent> told) => Scan.RunAsync(
        cluster, told.ToAsyncEnumerable(), PosturePolicy.Default, null, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken);

    public static JsonElement Written(IScanWriter writer, ScanResult result)
    {
        using var output = new StringWriter();
        writer.Write(result, output);
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    /// <summary>What a document breaks, by place; empty when it keeps the schema.</summary>
    public static IReadOnlyList<string> Errors(JsonElement document, string schema)
    {
        var told = JsonSchema.FromText(schema, new() { SchemaRegistry = new() }).Evaluate(document, new() { OutputFormat = OutputFormat.List });
        return told.IsValid ? [] : [.. (told.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}")).Append("invalid")];
    }

    public static string Schema(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cli", "Schemas", $"{name}.json"));
}
