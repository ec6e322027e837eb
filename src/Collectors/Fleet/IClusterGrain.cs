using Posture.Collectors.Pipeline;

namespace Posture.Collectors.Fleet;

/// <summary>The owner of one cluster, addressed by the cluster's name: holds its inventory and collects it while active.</summary>
[Alias("posture.cluster")]
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the cluster is being collected somewhere.</summary>
    [Alias("touch")]
    Task TouchAsync();

    /// <summary>State of the collection.</summary>
    [Alias("diagnose")]
    Task<ClusterDiagnostics> DiagnoseAsync();

    /// <summary>
    /// Reads everything again from the start, at once even while waiting after a failure. Ends the collection of a cluster that left the configuration: what is
    /// stored stays, and ages.
    /// </summary>
    [Alias("recollect")]
    Task RecollectAsync();

    /// <summary>
    /// Answers a <see cref="Posture.Analysis.Questions.LiveQuestion"/> from the inventory held. Null while there is none: the cluster is being read for the first
    /// time, another process owns it, or the topic is one of a newer version.
    /// </summary>
    /// <param name="topic">Topic of the question.</param>
    /// <param name="question">The question, as JSON.</param>
    [Alias("ask")]
    Task<byte[]?> AskAsync(string topic, byte[] question);
}
