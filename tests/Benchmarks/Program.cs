using Posture.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [parse|checks|change|podsecurity|access|paths|network|signatures|registry|tenancy|images|all] [--objects 10000]
// CPU seconds are this process's own; each figure is the median of five after a warm-up.
if (args is ["--peak", var dump])
    return PeakRun.Run(dump);
var what = args.FirstOrDefault(argument => !argument.StartsWith('-') && !int.TryParse(argument, out _)) ?? "all";
var given = Array.IndexOf(args, "--objects");
var objects = 10_000;
if (what is not ("parse" or "checks" or "change" or "podsecurity" or "access" or "paths" or "network" or "signatures" or "registry" or "tenancy" or "images" or "all")
    || (given >= 0 && (given + 1 == args.Length || !int.TryParse(args[given + 1], out objects))))
{
    await Console.Error.WriteLineAsync("usage: benchmarks [parse|checks|change|podsecurity|access|paths|network|signatures|registry|tenancy|images|all] [--objects 10000]");
    return 2;
}
if (what is "signatures" or "all")
    SignaturesBenchmark.Run();
if (what is "registry" or "all")
    await RegistryBenchmark.RunAsync();
if (what is "images" or "all")
    await ImagesBenchmark.RunAsync();
if (what is "signatures" or "registry" or "images")
    return 0;
var input = Dump.Of(objects);
Console.WriteLine($"dump               {input.Path} ({input.Megabytes:F1} MB, {input.Origin})");
if (what is "parse" or "all")
    ParseBenchmark.Run(input);
if (what is "checks" or "all")
    ChecksBenchmark.Run(input);
if (what is "change" or "all")
    ChangeBenchmark.Run(input);
if (what is "podsecurity" or "all")
    PodSecurityBenchmark.Run(input);
if (what is "access" or "all")
    AccessBenchmark.Run(input);
if (what is "paths" or "all")
    PathsBenchmark.Run(input);
if (what is "network" or "all")
    NetworkBenchmark.Run(input);
if (what is "tenancy" or "all")
    await TenancyBenchmark.RunAsync();
return 0;
