namespace Posture.Analysis.Access;

/// <summary>A step as one sentence. Names of the cluster are put in as they are: whoever shows the sentence escapes it.</summary>
internal static class AccessStepText
{
    public static string English(AccessStep step)
    {
        var (from, to) = (step.From.In(chinese: false), step.To.In(chinese: false));
        var (place, item) = (step.Namespace is null ? "" : $" in namespace {step.Namespace}", step.Object is null ? "" : $" ({step.Object})");
        return step.Kind switch
        {
            AccessStepKind.ClusterAdmin => $"{from} may do everything in the whole cluster.",
            AccessStepKind.SystemMasters => $"{from} is let do everything before RBAC is asked.",
            AccessStepKind.BindRole => $"{from} may write bindings{place} to roles beyond its own rights{item}, and so gives itself {to}.",
            AccessStepKind.EscalateRole => $"{from} may write any right into a role that it is bound to{item}, and so gives itself {to}.",
            AccessStepKind.ImpersonateUser or AccessStepKind.ImpersonateServiceAccount => $"{from} may act as {to}{place}.",
            AccessStepKind.ImpersonateGroup when step.To.Kind == AccessEndKind.ClusterAdmin =>
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
                $"{from} may take the Pod Security label off namespace {step.Namespace}, run a privileged pod there, and so becomes {to}.",
            AccessStepKind.HostPathVolume => $"{from} may create a hostPath volume and a pod{place} that mounts it, and so reads and writes what {to} does.",
            AccessStepKind.NodeToken => $"{from} may make a token of {to}, as which a pod of the node runs{item}.",
            AccessStepKind.NodeSecret => $"{from} may read a Secret of a pod of the node that holds a token of {to}{item}.",
            AccessStepKind.ControlPlaneMachine => $"{from}, which runs the API server{item}, holds its keys and its store.",
            AccessStepKind.CloudMapping => $"{from} may write{item}, which maps cloud identities to the group system:masters.",
            AccessStepKind.ActAsAnybody => $"{from} may act as {to}.",
            _ => "The path goes on outside of your namespaces.",
        };
    }

    public static string Chinese(AccessStep step)
    {
        // A space stands between a name and the words after it, none before a mark.
        var (from, last) = (Spaced(step.From), step.To.In(chinese: true));
        var to = Spaced(step.To);
        var (place, item) = (step.Namespace is null ? "" : $"在命名空间 {step.Namespace} 中", step.Object is null ? "" : $"（{step.Object}）");
        return step.Kind switch
        {
            AccessStepKind.ClusterAdmin => $"{from}可以在整个集群中做任何事。",
            AccessStepKind.SystemMasters => $"{from}在 RBAC 判定之前即被允许做任何事。",
            AccessStepKind.BindRole => $"{from}可以{place}写入绑定，引用超出其自身权限的角色{item}，从而为自己授予{last}。",
            AccessStepKind.EscalateRole => $"{from}可以向已绑定给自己的角色{item}写入任意权限，从而为自己授予{last}。",
            AccessStepKind.ImpersonateUser or AccessStepKind.ImpersonateServiceAccount => $"{from}可以{place}冒充{last}。",
            AccessStepKind.ImpersonateGroup when step.To.Kind == AccessEndKind.ClusterAdmin => $"{from}可以冒充 system:masters 组的成员，而该组可以做任何事。",
            AccessStepKind.ImpersonateGroup => $"{from}可以冒充{to}的成员。",
            AccessStepKind.CreateToken => $"{from}可以签发{to}的令牌。",
            AccessStepKind.ReadTokenSecret => $"{from}可以读取存有{to}令牌的 Secret{item}。",
            AccessStepKind.CreateTokenSecret => $"{from}可以{place}创建 Secret，由控制平面写入{to}的令牌，再将其读出。",
            AccessStepKind.CreatePod => $"{from}可以{place}创建以{to}身份运行的 Pod。",
            AccessStepKind.ChangeWorkload => $"{from}可以修改工作负载{item}，使其 Pod 以{to}身份运行。",
            AccessStepKind.ChangePod => $"{from}可以替换运行中 Pod{item}的镜像，从而获得{to}的身份。",
            AccessStepKind.EnterPod => $"{from}可以在 Pod{item}中执行命令，从而获得{to}的身份。",
            AccessStepKind.DebugPod => $"{from}可以向 Pod{item}加入调试容器，从而获得{to}的身份。",
            AccessStepKind.NodeProxy => $"{from}可以调用 kubelet 并在 Pod{item}中执行命令，从而获得{to}的身份。",
            AccessStepKind.IssueCertificate => $"{from}可以申请并批准客户端证书，从而为自己签发{to}的证书。",
            AccessStepKind.MutatingWebhook => $"{from}可以控制变更 Webhook，改写他人已获准入的任何对象，包括所有命名空间的绑定和 Pod。",
            AccessStepKind.ValidatingWebhook => $"{from}可以控制验证 Webhook，看到此后写入的每个 Secret，包括{to}的令牌{item}。",
            AccessStepKind.PrivilegedPod => $"{from}可以{place}运行特权 Pod，从而获得{to}的身份。",
            AccessStepKind.RelabelNamespace => $"{from}可以去掉命名空间 {step.Namespace} 的 Pod 安全标签，在其中运行特权 Pod，从而获得{to}的身份。",
            AccessStepKind.HostPathVolume => $"{from}可以{place}创建 hostPath 卷和挂载该卷的 Pod，从而读写{to}所能读写的内容。",
            AccessStepKind.NodeToken => $"{from}可以签发{to}的令牌，该节点上有 Pod 以此身份运行{item}。",
            AccessStepKind.NodeSecret => $"{from}可以读取该节点上 Pod 的 Secret，其中存有{to}的令牌{item}。",
            AccessStepKind.ControlPlaneMachine => $"{from}运行 API 服务器{item}，持有其密钥和存储。",
            AccessStepKind.CloudMapping => $"{from}可以写入将云身份映射到 system:masters 组的对象{item}。",
            AccessStepKind.ActAsAnybody => $"{from}可以冒充{last}。",
            _ => "路径在已授权命名空间之外继续。",
        };
    }

    private static string Spaced(AccessEnd end) =>
        end.Kind is AccessEndKind.Rights or AccessEndKind.ClusterAdmin or AccessEndKind.Outside ? end.In(chinese: true) : end.In(chinese: true) + " ";
}
