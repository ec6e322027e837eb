using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What bounds the use of each namespace. Built once, dropped when a quota or limit range changes.</summary>
internal sealed class QuotaIndex
{
    private readonly Dictionary<string, (bool Cpu, bool Memory, bool Counts)> _quotas = new(StringComparer.Ordinal);
    private readonly HashSet<string> _limitRanges = new(StringComparer.Ordinal);

    internal QuotaIndex(ClusterInventory inventory)
    {
        foreach (var quota in inventory.All<ResourceQuota>())
        {
            var (cpu, memory, counts) = _quotas.GetValueOrDefault(quota.Namespace);
            foreach (var (name, _) in quota.Spec.Hard)
            {
                cpu |= name is "cpu" or "requests.cpu" or "limits.cpu";
                memory |= name is "memory" or "requests.memory" or "limits.memory";
                counts |= name is "pods" or "services" or "configmaps" or "secrets" or "services.loadbalancers" or "services.nodeports"
                    || name.StartsWith("count/", StringComparison.Ordinal);
            }
            _quotas[quota.Namespace] = (cpu, memory, counts);
        }
        foreach (var range in inventory.All<LimitRange>())
            if (range.Spec.Limits.Count > 0)
                _limitRanges.Add(range.Namespace);
    }

    /// <summary>Whether quotas of a namespace bound cpu, memory and the number of objects.</summary>
    public (bool Cpu, bool Memory, bool Counts) In(string ns) => _quotas.GetValueOrDefault(ns);

    /// <summary>Whether a namespace has a quota of any kind.</summary>
    public bool HasQuota(string ns) => _quotas.ContainsKey(ns);

    public bool HasLimitRange(string ns) => _limitRanges.Contains(ns);
}
