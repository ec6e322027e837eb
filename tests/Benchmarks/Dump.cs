using System.Diagnostics;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Benchmarks;

/// <summary>A list of objects as an API server answers it, made once and kept among the temporary files.</summary>
internal sealed record Dump(string Path, int Objects, bool IsReference)
{
    public double Megabytes => new FileInfo(Path).Length / 1e6;

    /// <summary>Parity figures are known for the reference generator only.</summary>
    public string Origin => IsReference ? "reference generator" : "own generator: parity figures do not apply";

    public static Dump Of(int objects)
    {
        var generator = SharedFolder.Find("bench") is { } bench ? System.IO.Path.Combine(bench, "gen_cluster.py") : null;
        var reference = File.Exists(generator);
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "posture-benchmarks", $"{(reference ? "reference" : "own")}-{objects}");
        var path = System.IO.Path.Combine(folder, "all.json");
        if (File.Exists(path))
            return new(path, objects, reference);
        Directory.CreateDirectory(folder);
        if (!reference)
            DumpGenerator.Write(path, objects);
        else
            using (var python = Process.Start("python3", [generator!, "--objects", $"{objects}", "--out", folder]))
            {
                python.WaitForExit();
                if (python.ExitCode != 0)
                    throw new InvalidOperationException("gen_cluster.py failed; see its message above");
            }
        return new(path, objects, reference);
    }

    /// <summary>The dump as the product reads it from a file.</summary>
    public static ClusterInventory Read(string path)
    {
        var inventory = new ClusterInventory();
        foreach (var told in new FolderSource([path], TimeProvider.System).ReadOnce())
            if (told is SourceEvent.Put put)
                inventory.Put(put.Item);
        foreach (var kind in KnownKinds.All)
            inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, 0));
        return inventory;
    }
}
