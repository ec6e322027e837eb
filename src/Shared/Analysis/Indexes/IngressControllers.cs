using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Settings of ingress controllers that show in their command lines.</summary>
internal static class IngressControllers
{
    private const string DefaultCertificate = "--default-ssl-certificate";

    /// <summary>Whether an object runs a controller with a certificate for hosts that name none.</summary>
    public static bool NamesCertificate(KubeObject? item)
    {
        if (item is null || Workload.TemplateOf(item) is not { } pod)
            return false;
        foreach (var container in pod.Spec.Containers)
            if (Names(container.Args) || Names(container.Command))
                return true;
        return false;
    }

    private static bool Names(IReadOnlyList<string> words)
    {
        foreach (var word in words)
            if (word.StartsWith(DefaultCertificate, StringComparison.Ordinal))
                return true;
        return false;
    }
}
