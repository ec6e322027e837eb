namespace Posture.Analysis.Access;

/// <summary>A step as one English sentence. Names of the cluster are put in as they are: whoever shows the sentence escapes it.</summary>
internal static class AccessStepText
{
    public static string Of(AccessEnd from, AccessEnd to, Move move)
    {
        var (place, item) = (move.Namespace is null ? "" : $" in namespace {move.Namespace}", move.Object is null ? "" : $" ({move.Object})");
        return move.Kind switch
        {
            AccessStepKind.ClusterAdmin => $"{from} may do everything in the whole cluster.",
            AccessStepKind.SystemMasters => $"{from} is let do everything before RBAC is asked.",
            AccessStepKind.BindRole => $"{from} may write bindings{place} to roles beyond its own rights{item}, and so gives itself {to}.",
            AccessStepKind.EscalateRole => $"{from} may write any right into a role that it is bound to{item}, and so gives itself {to}.",
            AccessStepKind.ImpersonateUser or AccessStepKind.ImpersonateServiceAccount => $"{from} may act as {to}{place}.",
            AccessStepKind.ImpersonateGroup when to.Kind == AccessEndKind.ClusterAdmin =>
                $"{from} may act as a member of the group system:masters, which may do everything.",
            AccessStepKind.ImpersonateGroup => $"{from} may act as a member of {to}.",
            AccessStepKind.CreateToken => $"{from} may make a token of {to}.",
            AccessStepKind.ReadTokenSecret => $"{from} may read a Secret that holds a token of {to}{item}.",
            AccessStepKind.CreateTokenSecret => $"{from} may create a Secret{place}, have the control plane fill it with a token of {to}, and read it.",
            AccessStepKind.CreatePod => $"{from} may create a pod{place} that runs as {to}.",
            AccessStepKind.ChangeWorkload => $"{from} may change a workload{item} so that its pods run as {to}.",
            AccessStepKind.ChangePod => $"{from} may replace the image of a running pod{item}, and so becomes {to}.",
            AccessStepKind.EnterPod => $"{from} may run commands in a pod{item}, and so becomes {to}.",
            AccessStepKind.DebugPod => $"{from} may put a debug container into a pod{item}, and so becomes {to}.",
            AccessStepKind.NodeProxy => $"{from} may call the kubelet and run commands in a pod{item}, and so becomes {to}.",
            AccessStepKind.IssueCertificate => $"{from} may request and approve client certificates, and so issues itself one of {to}.",
            AccessStepKind.MutatingWebhook =>
                $"{from} may control a mutating webhook and rewrite whatever others have admitted, bindings and pods of every namespace included.",
            AccessStepKind.ValidatingWebhook =>
                $"{from} may control a validating webhook and be shown every Secret that is written from then on, tokens of {to} included{item}.",
            AccessStepKind.PrivilegedPod => $"{from} may run a privileged pod{place}, and so becomes {to}.",
            AccessStepKind.RelabelNamespace =>
                $"{from} may take the Pod Security label off namespace {move.Namespace}, run a privileged pod there, and so becomes {to}.",
            AccessStepKind.HostPathVolume => $"{from} may create a hostPath volume and a pod{place} that mounts it, and so reads and writes what {to} does.",
            AccessStepKind.NodeToken => $"{from} may make a token of {to}, as which a pod of the node runs{item}.",
            AccessStepKind.NodeSecret => $"{from} may read a Secret of a pod of the node that holds a token of {to}{item}.",
            AccessStepKind.ControlPlaneMachine => $"{from}, which runs the API server{item}, holds its keys and its store.",
            AccessStepKind.CloudMapping => $"{from} may write{item}, which maps cloud identities to the group system:masters.",
            AccessStepKind.ActAsAnybody => $"{from} may act as {to}.",
            _ => "The path goes on outside of your namespaces.",
        };
    }
}
