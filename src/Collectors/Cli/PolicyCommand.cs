using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Policy;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Ingest;

namespace Posture.Collectors.Cli;

/// <summary><c>posture policy schema</c> and <c>posture policy check</c>: what an organisation decides for the checks.</summary>
internal static class PolicyCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<string> FilePath = new("file") { Description = "The policy file, YAML or JSON." };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        var schema = new Command("schema", "Print the JSON schema of the policy file: every parameter, what it means and its default.");
        schema.SetAction(_ =>
        {
            output.WriteLine(PolicySchema.Document().ToJsonString(Readable));
            return ExitCode.Ok;
        });
        var check = new Command("check", "Say whether a policy file can be used, and what to mend.") { FilePath };
        check.SetAction(parsed =>
        {
            output.WriteLine($"{Words.Printable(parsed.GetValue(FilePath)!)}: good (policy {(PolicyHash.Of(Read(parsed.GetValue(FilePath), chatter)) is { Length: > 0 } hash ? hash : "as by default")})");
            return ExitCode.Ok;
        });
        return new("policy", "The policy file: allowed registries, thresholds, namespaces, attestations.\n\nExamples:\n  posture policy schema > posture.policy.schema.json\n  posture policy check policy.yaml\n  posture scan ./manifests --policy policy.yaml")
        {
            schema, check,
        };
    }

    /// <summary>The policy of a file; the default one without a file.</summary>
    /// <exception cref="CommandException">It cannot be used; every problem has been told.</exception>
    public static PosturePolicy Read(string? path, TextWriter chatter)
    {
        if (path is null)
            return PosturePolicy.Default;
        var (policy, errors) = PolicyFile.Read(path);
        if (errors is [{ Code: "file.unreadable" } missing])
            throw new CommandException(ExitCode.NotFound, missing.Code, Words.Printable($"{missing.Place}: {missing.Message}"));
        foreach (var error in errors)
            chatter.WriteLine(Words.Printable($"{error.Code}: {error.Place}: {error.Message}"));
        return errors.Count == 0 ? policy
            : throw new CommandException(ExitCode.Usage, "policy.invalid", "the policy file cannot be used, so nothing was evaluated; 'posture policy schema' describes it");
    }
}
