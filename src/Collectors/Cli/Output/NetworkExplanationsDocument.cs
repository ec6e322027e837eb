using System.Text.Json.Serialization;
using Posture.Analysis.Network;

namespace Posture.Collectors.Cli.Output;

/// <summary>The output of <c>network explain -o json</c>: one answer for each pair of ends that policies tell apart. Fields are only ever added.</summary>
internal sealed record NetworkExplanationsDocument(string Schema, IReadOnlyList<NetworkExplanationDocument> Answers)
{
    public static NetworkExplanationsDocument Of(IEnumerable<NetworkExplanation> answers) =>
        new("posture.network.explain/v1", [.. answers.Select(NetworkExplanationDocument.Of)]);
}

/// <summary>One answer. <c>Verdict</c> is <c>allowed</c>, <c>denied</c>, <c>partly</c> or <c>notAssessed</c>.</summary>
internal sealed record NetworkExplanationDocument(
    string Source, string Destination, string Verdict, IReadOnlyList<NetworkPortsDocument> Ports, NetworkDirectionDocument Egress, NetworkDirectionDocument Ingress,
    IReadOnlyList<string> NotModelled, IReadOnlyList<string> Via)
{
    /// <summary>The verdict for people.</summary>
    [JsonIgnore]
    public string Text { get; private init; } = "";

    public static NetworkExplanationDocument Of(NetworkExplanation answer)
    {
        var verdict = answer.Verdict.IsCertain ? NetworkDirectionDocument.WordOf(answer.Verdict.Allowed, answer.Asked) : "notAssessed";
        return new(answer.Source.Title, answer.Destination.Title, verdict, NetworkPortsDocument.Of(answer.Verdict.Allowed),
            NetworkDirectionDocument.Of(answer.Verdict.Egress, answer.Asked), NetworkDirectionDocument.Of(answer.Verdict.Ingress, answer.Asked),
            [.. answer.Verdict.NotModelled.Select(policy => $"{policy}")], [.. answer.Via.Select(route => $"{route}")])
        {
            Text = verdict switch
            {
                "notAssessed" => "not assessed",
                "partly" => $"allowed on {NetworkCommand.Text(answer.Verdict.Allowed)}",
                _ => verdict,
            },
        };
    }
}

/// <summary>One direction; without a decision no policy has a say.</summary>
internal sealed record NetworkDirectionDocument(string Verdict, IReadOnlyList<NetworkDecisionDocument> Decisions)
{
    /// <summary>The verdict for people.</summary>
    [JsonIgnore]
    public string Text { get; private init; } = "";

    public static NetworkDirectionDocument Of(DirectionVerdict direction, PortSet asked)
    {
        var verdict = WordOf(direction.Allowed, asked);
        return new(verdict, [.. direction.Decisions.Select(NetworkDecisionDocument.Of)])
        {
            Text = verdict == "partly" ? $"allowed on {NetworkCommand.Text(direction.Allowed)}" : verdict,
        };
    }

    public static string WordOf(PortSet allowed, PortSet asked)
    {
        if (allowed.IsEmpty)
            return "denied";
        return asked.Except(allowed).IsEmpty ? "allowed" : "partly";
    }
}

/// <summary>What one policy did. <c>Rule</c> is its path, empty when the policy isolates because none of its rules met the connection.</summary>
internal sealed record NetworkDecisionDocument(string Policy, string Rule, string Effect, string Ports)
{
    public static NetworkDecisionDocument Of(NetworkDecision decision) => new($"{decision.Policy}", decision.Rule, decision.Effect switch
    {
        NetworkEffect.Allows => "allows",
        NetworkEffect.Denies => "denies",
        NetworkEffect.Passes => "passes",
        _ => "isolates",
    }, decision.Ports.IsAll ? "every port" : NetworkCommand.Text(decision.Ports));
}
