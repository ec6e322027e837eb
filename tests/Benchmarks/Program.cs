using Posture.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [NAME|all] [--objects 10000]
// CPU seconds are this process's own; each figure is the median of five after a warm-up. Without a name or with "all" everything runs, each at the sizes that its
// target names, and a table of targets ends the run; --objects gives one size instead.
if (args is ["--peak", var dump])
    return PeakRun.Run(dump);
var overDumps = new (string Name, int[] Sizes, Action<Dump> Run)[]
{
    ("parse", [50_000], ParseBenchmark.Run),
    ("checks", [10_000, 50_000], ChecksBenchmark.Run),
    ("podsecurity", [50_000], PodSecurityBenchmark.Run),
    ("access", [1_000, 10_000, 50_000], AccessBenchmark.Run),
    ("rights", [50_000], RightsBenchmark.Run),
    ("network", [10_000, 50_000], NetworkBenchmark.Run),
    ("change", [50_000], ChangeBenchmark.Run),
    ("paths", [10_000], PathsBenchmark.Run),
};
var others = new (string Name, Func<Task> RunAsync)[]
{
    ("signatures", () => { SignaturesBenchmark.Run(); return Task.CompletedTask; }),
    ("registry", RegistryBenchmark.RunAsync),
    ("images", ImagesBenchmark.RunAsync),
    ("tenancy", TenancyBenchmark.RunAsync),
};
var what = args.FirstOrDefault(argument => !argument.StartsWith('-') && !int.TryParse(argument, out _)) ?? "all";
var given = Array.IndexOf(args, "--objects");
var objects = 0;
if ((what != "all" && !overDumps.Any(one => one.Name == what) && !others.Any(one => one.Name == what))
    || (given >= 0 && (given + 1 == args.Length || !int.TryParse(args[given + 1], out objects) || objects <= 0)))
{
    await Console.Error.WriteLineAsync($"usage: benchmarks [{string.Join('|', overDumps.Select(one => one.Name).Concat(others.Select(one => one.Name)))}|all] [--objects 10000]");
    return 2;
}
foreach (var (name, sizes, run) in overDumps)
    if (what == "all" || what == name)
        foreach (var size in objects > 0 ? [objects] : sizes)
        {
            var input = Dump.Of(size);
            Console.WriteLine($"dump               {input.Path} ({input.Megabytes:F1} MB, {input.Origin})");
            run(input);
        }
foreach (var (name, runAsync) in others)
    if (what == "all" || what == name)
        await runAsync();
Targets.Print();
return 0;
