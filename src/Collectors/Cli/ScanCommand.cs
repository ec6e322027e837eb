using System.CommandLine;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli;

/// <summary><c>posture scan</c>: one evaluation, no store.</summary>
internal static class ScanCommand
{
    private static readonly Dictionary<string, IScanWriter> Writers = new(StringComparer.Ordinal)
    {
        ["table"] = new TableScanWriter(),
        ["json"] = new JsonScanWriter(),
        ["ndjson"] = new NdjsonScanWriter(),
        ["csv"] = new CsvScanWriter(),
        ["sarif"] = new SarifScanWriter(),
        ["policyreport"] = new PolicyReportScanWriter(),
        ["oscal"] = new OscalScanWriter(),
    };

    private static readonly Dictionary<string, Severity> Severities =
        Enum.GetValues<Severity>().ToDictionary(severity => severity.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly Argument<string[]> Paths = new("path") { Description = "Folders or files of YAML/JSON; - reads standard input.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Kubeconfig = new("--kubeconfig") { Description = "Scan a live cluster through this kubeconfig." };
    private static readonly Option<string?> Context = new("--context") { Description = "Context of the kubeconfig; its current one when absent." };
    private static readonly Option<bool> AllowExec = new("--allow-exec") { Description = "Let the kubeconfig run its credential plug-in (a program on this machine)." };
    private static readonly Option<string?> Namespace = new("--namespace", "-n") { Description = "Only this namespace's findings and score." };
    private static readonly Option<string?> Cluster = new("--cluster") { Description = "Name of the cluster in findings; the folder's or context's name when absent." };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table, json, ndjson, csv, sarif (2.1.0), policyreport (wgpolicyk8s.io/v1alpha2) or oscal (assessment results 1.1.3).", DefaultValueFactory = _ => "table" };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 1 when a finding of this severity or worse fails: critical, high, medium, low." };
    private static readonly Option<double?> MinCoverage = new("--min-coverage") { Description = "Exit 3 when less than this percentage could be assessed." };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Policy file (YAML or JSON): allowed registries, thresholds, namespaces, attestations; 'posture policy schema' describes it." };
    private static readonly Option<string[]> Imports = new("--import") { Description = "Reports of other tools beside the objects: trivy image -f json, kube-bench --json (named after the node), PolicyReport or trivy-operator reports, cosign verify, cosign verify-attestation, docker image inspect; repeat for more.", Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Schema = new("--schema") { Description = "Print the JSON schema of -o json and end." };
    private static readonly Option<string[]> Registries = new("--allowed-registry") { Description = "Registry (host or host/path) that images may come from; repeat for more.", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong([.. Writers.Keys]);
        FailOn.AcceptOnlyFromAmong([.. Severities.Keys]);
        var command = new Command("scan", "Evaluate manifests or a live cluster once.\n\nExamples:\n  posture scan ./manifests --fail-on high\n  kubectl get all -A -o json | posture scan -\n  posture scan --kubeconfig ~/.kube/config --context prod -o json > prod.json\n  posture scan ./manifests --policy policy.yaml -o sarif > posture.sarif\n  posture scan ./manifests --import web-image.trivy.json --import node-1.json")
        {
            Paths, Kubeconfig, Context, AllowExec, Namespace, Cluster, Format, FailOn, MinCoverage, Registries, Policy, Imports, Schema,
        };
        command.SetAction((parsed, token) => parsed.GetValue(Schema) ? PrintSchemaAsync(output, token) : RunAsync(parsed, output, chatter, token));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter chatter, CancellationToken cancellationToken)
    {
        var (name, source) = SourceOf(parsed);
        var policy = PolicyCommand.Read(parsed.GetValue(Policy), chatter);
        if (parsed.GetValue(Registries) is { Length: > 0 } registries)
            policy = policy with { AllowedRegistries = registries };
        if (parsed.GetValue(Imports) is { Length: > 0 } imports)
            source = ImportedSource.Of(source, imports, TimeProvider.System, chatter);
        var result = await Scan.RunAsync(parsed.GetValue(Cluster) ?? name, source, policy, parsed.GetValue(Namespace), Progress(chatter), TimeProvider.System, cancellationToken)
            .ConfigureAwait(false);
        foreach (var error in result.Errors)
            await chatter.WriteLineAsync(Words.Printable($"{error.Code}: {error.Place}: {error.Message}")).ConfigureAwait(false);
        RefuseNothing(result, name, parsed.GetValue(Namespace));
        Writers[parsed.GetValue(Format)!].Write(result, output);
        return Verdict(parsed, result, chatter);
    }

    /// <summary>An empty result must not look like a clean one.</summary>
    private static void RefuseNothing(ScanResult result, string name, string? ns)
    {
        if (result.Objects == 0 && result.Errors is [{ Code: "file.unreadable" } missing])
            throw new CommandException(ExitCode.NotFound, missing.Code, missing.Place);
        if (result.Objects == 0 && result.Kinds.FirstOrDefault(kind => kind.State == CoverageState.Unauthorized) is { } refused)
            throw new CommandException(ExitCode.Authentication, "cluster.unauthorized", $"{name} refused the credential: {refused.Reason}");
        if (result.Objects == 0)
        {
            throw new CommandException(ExitCode.NotAssessed, "scan.nothing_read",
                $"no Kubernetes object was found in {name}; give a folder of manifests, a file, or - for standard input");
        }
        if (ns is not null && result.Findings.Count == 0)
            throw new CommandException(ExitCode.NotFound, "scan.namespace_not_found", $"nothing was found in namespace {PlainText.Of(ns)} of {name}; check its spelling");
    }

    private static async Task<int> PrintSchemaAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(typeof(ScanCommand).Assembly.GetManifestResourceStream("posture.scan.v1.schema.json")!);
        await output.WriteAsync(await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static int Verdict(ParseResult parsed, ScanResult result, TextWriter chatter)
    {
        if (parsed.GetValue(MinCoverage) is { } minimum && (result.Scores[0].Coverage ?? 0) < minimum)
        {
            chatter.WriteLine($"scan.coverage_too_low: {result.Scores[0].Coverage ?? 0:F1} % could be assessed, {minimum:F1} % was asked for");
            return ExitCode.NotAssessed;
        }
        if (parsed.GetValue(FailOn) is not { } level)
            return ExitCode.Ok;
        var count = result.Findings.Count(finding => finding.Verdict == Model.Verdicts.Verdict.Fail && finding.Severity >= Severities[level]);
        if (count == 0)
            return ExitCode.Ok;
        chatter.WriteLine($"scan.findings: {count} failing findings of severity {level} or worse");
        return ExitCode.Findings;
    }

    private static (string Name, IAsyncEnumerable<SourceEvent> Source) SourceOf(ParseResult parsed)
    {
        var paths = parsed.GetValue(Paths) ?? [];
        var kubeconfig = parsed.GetValue(Kubeconfig);
        if (paths.Length > 0 == kubeconfig is not null)
            throw new CommandException(ExitCode.Usage, "scan.no_source", "give either paths or --kubeconfig; 'posture scan --help' shows examples");
        if (kubeconfig is not null)
            return LiveSource.Open(kubeconfig, parsed.GetValue(Context), parsed.GetValue(AllowExec));
        var first = paths[0] == "-" ? "stdin" : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(paths[0])));
        return (first, new FolderSource(paths, TimeProvider.System).ReadOnce().ToAsyncEnumerable());
    }

    /// <summary>A counter on a terminal; silence in a pipe.</summary>
    private static Action<int> Progress(TextWriter chatter) =>
        count =>
        {
            if (!Console.IsErrorRedirected)
                chatter.Write($"\r{count} objects read… ");
        };
}
