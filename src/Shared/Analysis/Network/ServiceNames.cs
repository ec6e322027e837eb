using System.Buffers;

namespace Posture.Analysis.Network;

/// <summary>
/// Names of Services in the variables and arguments of a workload: <c>name</c>, <c>name.namespace</c>, <c>name.namespace.svc…</c>, with or without scheme and
/// port.
/// </summary>
internal static class ServiceNames
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    public static IEnumerable<(string Namespace, string Name)> In(NeedyWorkload workload)
    {
        foreach (var container in workload.Members.SelectMany(member => member.Spec.Containers.Concat(member.Spec.InitContainers)))
            foreach (var text in container.Env.Select(variable => variable.Value).OfType<string>().Concat(container.Command).Concat(container.Args))
                foreach (var host in HostsIn(text))
                    if (host.Split('.') is [{ Length: > 0 } name, .. var rest])
                    {
                        if (rest.Length == 0)
                            yield return (workload.Namespace, name);
                        else if (rest.Length == 1 || rest[1] == "svc")
                            yield return (rest[0], name);
                    }
    }

    private static List<string> HostsIn(string text)
    {
        var hosts = new List<string>();
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Letters) is var start and >= 0)
        {
            rest = rest[start..];
            var end = rest.IndexOfAnyExcept(Letters);
            hosts.Add((end < 0 ? rest : rest[..end]).ToString().Trim('.'));
            rest = end < 0 ? [] : rest[end..];
        }
        return hosts;
    }
}
