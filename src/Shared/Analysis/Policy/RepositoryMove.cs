namespace Posture.Analysis.Policy;

/// <summary>Where images of a registry or repository are instead: entry of <c>mirrors</c> and <c>retiredRegistries</c> in the policy file.</summary>
/// <param name="From">Host, or host with path on a "/" boundary.</param>
/// <param name="To">Host, or host with path, that takes its place.</param>
public sealed record RepositoryMove(string From, string To);
