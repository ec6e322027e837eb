namespace Posture.Dashboard.Live;

/// <summary>"Somebody may see more or less than before": whoever holds data or a session looks again, paused or not.</summary>
internal sealed class AccessSignals(TimeProvider time, ILogger<AccessSignals> logger) : DirtySignals(time, logger);
