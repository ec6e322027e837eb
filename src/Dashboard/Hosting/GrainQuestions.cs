using Posture.Analysis.Questions;
using Posture.Collectors.Fleet;
using Posture.Dashboard.Live;

namespace Posture.Dashboard.Hosting;

/// <summary>Asks the cluster's grain, wherever it lives.</summary>
internal sealed partial class GrainQuestions(IGrainFactory grains, TimeProvider time, ILogger<GrainQuestions> logger) : ILiveQuestions
{
    /// <summary>A page rather says that there is no answer than waits longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<TAnswer?> AskAsync<TQuestion, TAnswer>(
        string cluster, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked, CancellationToken cancellationToken)
        where TAnswer : class
    {
        try
        {
            var answer = await grains.GetGrain<IClusterGrain>(cluster).AskAsync(question.Topic, question.Write(asked)).WaitAsync(Patience, time, cancellationToken);
            return answer is null ? null : question.Read(answer);
        }
        catch (TimeoutException)
        {
            LogLate(cluster, question.Topic);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cluster {Cluster} did not answer {Topic} in time")]
    private partial void LogLate(string cluster, string topic);
}
