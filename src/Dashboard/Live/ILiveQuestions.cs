using Posture.Analysis.Questions;

namespace Posture.Dashboard.Live;

/// <summary>
/// Asks the owner of a cluster. The caller has made sure that the viewer may see the cluster, and puts the viewer's namespaces into the question: the owner knows
/// no viewers.
/// </summary>
internal interface ILiveQuestions
{
    /// <summary>The answer; null while nobody holds the cluster's inventory, or the owner does not answer in time.</summary>
    Task<TAnswer?> AskAsync<TQuestion, TAnswer>(
        string cluster, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked, CancellationToken cancellationToken)
        where TAnswer : class;
}
