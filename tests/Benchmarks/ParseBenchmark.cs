using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>A dump into the inventory, against <see cref="JsonDocument"/> an object over the same bytes: the runtime's own way, which keeps nothing.</summary>
internal static class ParseBenchmark
{
    public static void Run(Dump dump)
    {
        var ours = Measure.Cpu(() => Dump.Read(dump.Path));
        var bytes = File.ReadAllBytes(dump.Path);
        var items = Items(bytes);
        var documents = Measure.Cpu(() => ReadDocuments(bytes, items));
        Console.WriteLine($"parse              {ours:F3} CPU-s, {dump.Megabytes / ours:F0} MB/CPU-s");
        Console.WriteLine($"JsonDocument       {documents:F3} CPU-s, {dump.Megabytes / documents:F0} MB/CPU-s; ours is {documents / ours:F2} of it");
        var (kept, peak) = Peak(dump.Path);
        if (dump.Objects != 50_000)
            return;
        Targets.AtLeast("1", "reading, 50k", dump.Megabytes / ours, 145, "MB/CPU-s");
        Targets.AtLeast("1", "reading over JsonDocument, 50k", documents / ours, 0.5, "times");
        Targets.AtMost("1", "kept an object, 50k", kept, 4096, "bytes");
        Targets.AtMost("1", "peak resident, 50k", peak, 450, "MB");
    }

    /// <summary>Memory is told by a process of its own, which reads the dump once and does nothing else.</summary>
    private static (double Kept, double Peak) Peak(string path)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--peak", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var told = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Console.Write(told);
        return (PeakRun.Figure(told, "kept"), PeakRun.Figure(told, "peak resident"));
    }

    private static void ReadDocuments(byte[] bytes, List<Range> items)
    {
        foreach (var item in items)
        {
            using var document = JsonDocument.Parse(bytes.AsMemory()[item]);
            var root = document.RootElement;
            _ = root.GetProperty("apiVersion").GetString();
            _ = root.GetProperty("kind").GetString();
            var metadata = root.GetProperty("metadata");
            _ = metadata.GetProperty("name").GetString();
            if (metadata.TryGetProperty("labels", out var labels))
                foreach (var label in labels.EnumerateObject())
                    _ = label.Value.GetString();
            if (root.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("containers", out var containers))
                foreach (var container in containers.EnumerateArray())
                    _ = container.TryGetProperty("securityContext", out _);
        }
    }

    private static List<Range> Items(byte[] bytes)
    {
        var items = new List<Range>();
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("items"u8)))
        {
        }
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }
        return items;
    }
}

/// <summary>The inner process: reads a dump once and says what it kept and how large it grew.</summary>
internal static class PeakRun
{
    /// <summary>The first number of a line of its output.</summary>
    public static double Figure(string told, string line) => double.Parse(
        told.Split('\n').First(one => one.StartsWith(line, StringComparison.Ordinal))[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);

    public static int Run(string path)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var inventory = Dump.Read(path);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine($"kept               {kept / (double)inventory.Count:F0} bytes an object, {inventory.Count} objects");
        Console.WriteLine($"peak resident      {peak / 1e6:F0} MB after one read, start-up and compiling included: {Environment.CpuUsage.TotalTime.TotalSeconds:F2} CPU-s");
        var counts = KnownKinds.All.Select(kind => (kind.Kind, Count: inventory.CountOf(kind.Ref))).Where(row => row.Count > 0);
        Console.WriteLine($"kinds              {string.Join(", ", counts.Select(row => $"{row.Kind} {row.Count}"))}");
        return 0;
    }
}
