using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A pod, or a workload that has no pod yet and stands for those to come.</summary>
/// <param name="Source">The pod, or the workload.</param>
/// <param name="Workload">The workload it belongs to; null for a static pod.</param>
public sealed record NetworkMember(KubeObject Source, Workload? Workload);
