namespace Posture.Analysis.Network;

/// <summary>One end of a question: a pod, pods of a workload that policies cannot tell apart, or addresses that they cannot tell apart.</summary>
/// <param name="Title">How it was asked for, narrowed to this class.</param>
/// <param name="Class">Its class.</param>
/// <param name="Members">The pods; none for addresses.</param>
public sealed record NetworkEnd(string Title, NetworkClass Class, IReadOnlyList<NetworkMember> Members);
