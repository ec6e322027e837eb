using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Analysis.Network;
using Posture.Analysis.Remediation;

namespace Posture.Analysis.Questions;

/// <summary>Every question that the owner of a cluster answers, by topic.</summary>
public static class LiveQuestions
{
    private static readonly Dictionary<string, LiveQuestion> ByTopic = new LiveQuestion[]
    {
        AccessQuestions.WhoCan,
        AccessQuestions.Paths,
        IdentityQuestions.Roster,
        IdentityQuestions.Subject,
        NetworkQuestions.Map,
        EffectQuestions.Effects,
    }.ToDictionary(question => question.Topic, StringComparer.Ordinal);

    /// <summary>The question of a topic; null for a topic of a newer version.</summary>
    public static LiveQuestion? Find(string topic) => ByTopic.GetValueOrDefault(topic);
}
