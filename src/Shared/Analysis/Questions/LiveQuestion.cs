using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Questions;

/// <summary>
/// A question that the owner of a cluster answers from its live inventory (design.md §6.6). Question and answer cross processes as JSON, so that any web process can
/// ask whichever process owns the cluster. Pure; it must not keep the view.
/// </summary>
public abstract class LiveQuestion(string topic)
{
    /// <summary>Stable name, by which the owner finds the question in <see cref="LiveQuestions"/>.</summary>
    public string Topic { get; } = topic;

    /// <summary>The answer to a question, both as JSON.</summary>
    public abstract byte[] Answer(ClusterView view, ReadOnlySpan<byte> question);
}

/// <summary>A question of type <typeparamref name="TQuestion"/> with an answer of type <typeparamref name="TAnswer"/>.</summary>
/// <param name="topic">Stable name.</param>
/// <param name="asked">How the question is written.</param>
/// <param name="answered">How the answer is written.</param>
/// <param name="work">Gives the answer.</param>
public sealed class LiveQuestion<TQuestion, TAnswer>(
    string topic, JsonTypeInfo<TQuestion> asked, JsonTypeInfo<TAnswer> answered, Func<ClusterView, TQuestion, TAnswer> work) : LiveQuestion(topic)
{
    /// <summary>Writes a question.</summary>
    public byte[] Write(TQuestion question) => JsonSerializer.SerializeToUtf8Bytes(question, asked);

    /// <summary>Reads an answer.</summary>
    public TAnswer Read(ReadOnlySpan<byte> answer) => JsonSerializer.Deserialize(answer, answered) ?? throw Missing();

    public override byte[] Answer(ClusterView view, ReadOnlySpan<byte> question) =>
        JsonSerializer.SerializeToUtf8Bytes(work(view, JsonSerializer.Deserialize(question, asked) ?? throw Missing()), answered);

    private JsonException Missing() => new($"{Topic}: null is neither a question nor an answer");
}
