namespace Posture.Dashboard.Live;

/// <summary>"Something of this cluster changed": views read again.</summary>
internal sealed class SnapshotSignals(TimeProvider time, ILogger<SnapshotSignals> logger) : DirtySignals(time, logger);
