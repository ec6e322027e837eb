namespace Posture.Analysis.Access;

/// <summary>
/// How one identity takes over another. Reasons are those of the Kubernetes page "Role Based Access Control Good Practices", section "privilege escalation
/// risks" (kubernetes.io/docs/concepts/security/rbac-good-practices), unless another is named.
/// </summary>
public enum AccessStepKind
{
    /// <summary>It already may do everything.</summary>
    ClusterAdmin,

    /// <summary>The group <c>system:masters</c>, which the API server lets do everything before RBAC is asked ("least privilege").</summary>
    SystemMasters,

    /// <summary>"Bind verb": it binds a role to itself.</summary>
    BindRole,

    /// <summary>"Escalate verb": it writes any right into a role that it is bound to.</summary>
    EscalateRole,

    /// <summary>"Impersonate verb".</summary>
    ImpersonateUser,

    /// <summary>"Impersonate verb"; a group counts only together with a user or service account (kubernetes.io, user impersonation).</summary>
    ImpersonateGroup,

    /// <summary>"Impersonate verb".</summary>
    ImpersonateServiceAccount,

    /// <summary>"Token request".</summary>
    CreateToken,

    /// <summary>"Listing secrets": a Secret that holds a token of the service account.</summary>
    ReadTokenSecret,

    /// <summary>
    /// It makes a Secret of type <c>kubernetes.io/service-account-token</c>, which the control plane fills, and reads it (kubernetes.io, configure service
    /// accounts).
    /// </summary>
    CreateTokenSecret,

    /// <summary>"Workload creation": a pod may run as any service account of its namespace.</summary>
    CreatePod,

    /// <summary>"Workload creation", by changing a workload that is there.</summary>
    ChangeWorkload,

    /// <summary>It replaces the image of a running pod (the one field of a container that may change) and so runs as its service account.</summary>
    ChangePod,

    /// <summary>exec or attach into a pod that carries a token (catalogue: L6-RBAC-EXEC).</summary>
    EnterPod,

    /// <summary>A debug container in a pod that carries a token (catalogue: L6-RBAC-EXEC).</summary>
    DebugPod,

    /// <summary>"Access to proxy subresource of Nodes": commands in every pod of the node.</summary>
    NodeProxy,

    /// <summary>
    /// "CSRs and certificate issuing": a client certificate of any name; only the group <c>system:masters</c> is refused, by admission plug-in
    /// CertificateSubjectRestriction.
    /// </summary>
    IssueCertificate,

    /// <summary>"Control admission webhooks": it rewrites what others have admitted.</summary>
    MutatingWebhook,

    /// <summary>"Control admission webhooks": it is shown what others have admitted, Secrets too.</summary>
    ValidatingWebhook,

    /// <summary>"Workload creation": a privileged pod is root on its machine where Pod Security does not forbid it.</summary>
    PrivilegedPod,

    /// <summary>"Namespace modification": it takes the Pod Security label off, then as <see cref="PrivilegedPod"/>.</summary>
    RelabelNamespace,

    /// <summary>"Persistent volume creation": a hostPath volume through a claim, which Pod Security does not look at.</summary>
    HostPathVolume,

    /// <summary>Tokens of the service accounts of a node's pods (kubernetes.io, Node authorization).</summary>
    NodeToken,

    /// <summary>A Secret with a token that a pod of the node uses (kubernetes.io, Node authorization).</summary>
    NodeSecret,

    /// <summary>The machine that runs the API server holds its keys and its store.</summary>
    ControlPlaneMachine,

    /// <summary>The ConfigMap kube-system/aws-auth of EKS maps cloud identities to groups (catalogue: L6-RBAC-CREDENTIAL-MINT).</summary>
    CloudMapping,

    /// <summary>Whoever may do everything may act as anybody.</summary>
    ActAsAnybody,

    /// <summary>A step that is not told, because it lies outside of the asker's namespaces.</summary>
    Outside,
}
