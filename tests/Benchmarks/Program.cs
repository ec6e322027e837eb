using System.Diagnostics;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

// dotnet run -c Release --project tests/Benchmarks -- DUMP.json
// Reads a dump into the inventory and judges it with every check. CPU seconds are this process's own.
if (args is not [var dump] || !File.Exists(dump))
{
    await Console.Error.WriteLineAsync("usage: benchmarks DUMP.json (a List of Kubernetes objects)");
    return 2;
}
var process = Process.GetCurrentProcess();
var inventory = new ClusterInventory();
var (before, start) = (GC.GetTotalMemory(forceFullCollection: true), process.TotalProcessorTime);
foreach (var told in new FolderSource([dump], TimeProvider.System).ReadOnce())
    if (told is SourceEvent.Put put)
        inventory.Put(put.Item);
process.Refresh();
var parsed = (process.TotalProcessorTime - start).TotalSeconds;
var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)inventory.Count;
foreach (var kind in KnownKinds.All)
    inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, 0));
process.Refresh();
start = process.TotalProcessorTime;
var evaluator = new ClusterEvaluator("bench", inventory, PosturePolicy.Default, ControlCatalogue.Default);
evaluator.Evaluate(TimeProvider.System.GetUtcNow());
process.Refresh();
var judged = (process.TotalProcessorTime - start).TotalSeconds;
var megabytes = new FileInfo(dump).Length / 1e6;
Console.WriteLine($"objects            {inventory.Count}");
Console.WriteLine($"parse              {parsed:F2} CPU-s, {megabytes / parsed:F0} MB/CPU-s ({megabytes:F1} MB)");
Console.WriteLine($"kept               {kept:F0} bytes an object");
Console.WriteLine($"checks             {judged:F2} CPU-s for {ControlCatalogue.Default.Checks.Count} checks, {evaluator.Findings.Count()} findings");
Console.WriteLine($"peak resident      {process.PeakWorkingSet64 / 1e6:F0} MB");
return 0;
