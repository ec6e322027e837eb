using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-CTR-PLAINTEXT-CREDENTIAL: a literal variable, an argument or a ConfigMap entry that is a credential by its name or by its form (Kubescape C-0012, Trivy
/// KSV-0109). No value leaves this check, only its length.
/// </summary>
internal sealed class PlaintextCredential : WorkloadOrObjectCheck<ConfigMap>
{
    public override string Id => "L2-CTR-PLAINTEXT-CREDENTIAL";

    protected override void Evaluate(ConfigMap item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Data.Count; i++)
            if (Why(item.Data[i], item.Data.Trace(i), view) is { } why)
                Report(judgement, $"data[{item.Data[i]}]", item.Data.Trace(i), $"Entry {item.Data[i]} holds {why} in plain text.");
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            if (container.Role == ContainerRole.Ephemeral)
                continue;
            JudgeVariables(container, view, judgement);
            JudgeArguments(container, "command", container.Container.Command, view, judgement);
            JudgeArguments(container, "args", container.Container.Args, view, judgement);
        }
    }

    private static void JudgeVariables(ContainerView container, ClusterView view, Judgement judgement)
    {
        var variables = container.Container.Env;
        for (var i = 0; i < variables.Count; i++)
            if (variables[i] is { ValueFrom: null, Value: { Length: > 0 } value } variable && ValueTrace.Of(value) is var trace && Why(variable.Name, trace, view) is { } why)
                Report(judgement, container.At($"env[{i}].value"), trace, $"Variable {variable.Name} of container {container.Container.Name} holds {why} in plain text.");
    }

    /// <summary>An argument by its form; a flag by its name too, written <c>--name=value</c> or in two words.</summary>
    private static void JudgeArguments(ContainerView container, string field, IReadOnlyList<string> words, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var flag = !word.StartsWith('-') ? "" : equals > 0 ? word.AsSpan(0, equals) : word;
            var value = flag.IsEmpty ? word : equals > 0 ? word.AsSpan(equals + 1) : i + 1 < words.Count && !words[i + 1].StartsWith('-') ? words[i + 1] : "";
            var trace = ValueTrace.Of(value);
            var at = flag.IsEmpty || equals > 0 ? i : i + 1;
            if (Why(flag, trace, view, guarded: true) is { } why && (at == i || trace.Credential == CredentialKind.None))
                Report(judgement, container.At($"{field}[{at}]"), trace, $"An argument of container {container.Container.Name} holds {why} in plain text.");
        }
    }

    private static string? Why(ReadOnlySpan<char> name, ValueTrace value, ClusterView view, bool guarded = false) => value.Credential switch
    {
        CredentialKind.None => CredentialNames.Holds(name, value, view.Policy, guarded) ? "what its name says is a credential" : null,
        CredentialKind.PrivateKey => "a private key",
        CredentialKind.AwsKey => "an AWS access key",
        CredentialKind.GitToken => "a token of a git host",
        CredentialKind.GoogleKey => "a Google API key",
        CredentialKind.SlackToken => "a Slack token",
        CredentialKind.PaymentKey => "a payment provider's live key",
        CredentialKind.Jwt => "a JSON web token",
        CredentialKind.Bearer => "a bearer token",
        CredentialKind.ServiceToken => "an access token of a service",
        _ => "a password in a URL, connection string or header",
    };

    private static void Report(Judgement judgement, EvidencePath path, ValueTrace trace, string message) =>
        judgement.Fail(path, $"value of {trace.Length} characters", "a reference to a Secret", message);
}
