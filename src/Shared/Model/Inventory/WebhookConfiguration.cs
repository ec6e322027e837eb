using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posture.Model.Inventory;

/// <summary>ValidatingWebhookConfiguration or MutatingWebhookConfiguration (told apart by Kind).</summary>
public sealed record WebhookConfiguration : KubeObject
{
    public IReadOnlyList<Webhook> Webhooks { get; set => field = value ?? []; } = [];
}

/// <summary>admissionregistration/v1 webhook; FailurePolicy absent means Fail, MatchPolicy absent means Equivalent.</summary>
public sealed record Webhook
{
    public string Name { get; set => field = value ?? ""; } = "";
    public WebhookClientConfig ClientConfig { get; set => field = value ?? new(); } = new();
    public string? FailurePolicy { get; set; }
    public string? MatchPolicy { get; set; }
    public string? SideEffects { get; set; }
    public int? TimeoutSeconds { get; set; }
    public LabelSelector? NamespaceSelector { get; set; }
    public LabelSelector? ObjectSelector { get; set; }
    public IReadOnlyList<RuleWithOperations> Rules { get; set => field = value ?? []; } = [];
    public string? ReinvocationPolicy { get; set; }
    public IReadOnlyList<MatchCondition> MatchConditions { get; set => field = value ?? []; } = [];
}

/// <summary>Where a webhook is called; the CA is kept as present or not, its bytes are dropped by the decoder when larger than the pool.</summary>
public sealed record WebhookClientConfig
{
    public string? Url { get; set; }
    public string? CaBundle { get; set; }
    public ServiceReference? Service { get; set; }
}

/// <summary>Service behind a webhook or API service.</summary>
public sealed record ServiceReference
{
    public string Namespace { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Path { get; set; }
    public int? Port { get; set; }
}

/// <summary>Operations and resources a webhook sees.</summary>
public sealed record RuleWithOperations
{
    public IReadOnlyList<string> Operations { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> ApiGroups { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> ApiVersions { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> Resources { get; set => field = value ?? []; } = [];
    public string? Scope { get; set; }
}

/// <summary>CEL expression that narrows a webhook or policy, or a variable of a policy.</summary>
public sealed record MatchCondition
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string Expression { get; set => field = value ?? ""; } = "";
}

/// <summary>ValidatingAdmissionPolicy or MutatingAdmissionPolicy (told apart by Kind).</summary>
public sealed record ValidatingAdmissionPolicy : KubeObject
{
    public AdmissionPolicySpec Spec { get; set => field = value ?? new(); } = new();
    public AdmissionPolicyStatus? Status { get; set; }
}

/// <summary>What the API server says of a policy's expressions.</summary>
public sealed record AdmissionPolicyStatus
{
    public AdmissionTypeChecking? TypeChecking { get; set; }
}

/// <summary>Result of type-checking the expressions of a policy.</summary>
public sealed record AdmissionTypeChecking
{
    public IReadOnlyList<ExpressionWarning> ExpressionWarnings { get; set => field = value ?? []; } = [];
}

/// <summary>One expression that does not fit the types it is asked about.</summary>
public sealed record ExpressionWarning
{
    public string? FieldRef { get; set; }
    public string? Warning { get; set; }
}

/// <summary>admissionregistration/v1 ValidatingAdmissionPolicySpec.</summary>
public sealed record AdmissionPolicySpec
{
    public string? FailurePolicy { get; set; }
    public JsonElement? ParamKind { get; set; }
    public MatchResources? MatchConstraints { get; set; }
    public IReadOnlyList<MatchCondition> MatchConditions { get; set => field = value ?? []; } = [];
    public IReadOnlyList<MatchCondition> Variables { get; set => field = value ?? []; } = [];
    public IReadOnlyList<AdmissionValidation> Validations { get; set => field = value ?? []; } = [];
}

/// <summary>Objects a policy or binding selects.</summary>
public sealed record MatchResources
{
    public LabelSelector? NamespaceSelector { get; set; }
    public LabelSelector? ObjectSelector { get; set; }
    public IReadOnlyList<RuleWithOperations> ResourceRules { get; set => field = value ?? []; } = [];
    public IReadOnlyList<RuleWithOperations> ExcludeResourceRules { get; set => field = value ?? []; } = [];
    public string? MatchPolicy { get; set; }
}

/// <summary>One CEL rule.</summary>
public sealed record AdmissionValidation
{
    public string Expression { get; set => field = value ?? ""; } = "";
    public string? Message { get; set; }
}

/// <summary>ValidatingAdmissionPolicyBinding or MutatingAdmissionPolicyBinding (told apart by Kind).</summary>
public sealed record ValidatingAdmissionPolicyBinding : KubeObject
{
    public AdmissionPolicyBindingSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Which policy is bound, with which actions.</summary>
public sealed record AdmissionPolicyBindingSpec
{
    public string PolicyName { get; set => field = value ?? ""; } = "";
    public IReadOnlyList<string> ValidationActions { get; set => field = value ?? []; } = [];
    public MatchResources? MatchResources { get; set; }
}

/// <summary>apiregistration.k8s.io/v1 APIService.</summary>
public sealed record ApiService : KubeObject
{
    public ApiServiceSpec Spec { get; set => field = value ?? new(); } = new();
    public ApiServiceStatus? Status { get; set; }
}

/// <summary>apiregistration/v1 APIServiceSpec; Service absent means served by the API server itself.</summary>
public sealed record ApiServiceSpec
{
    public ServiceReference? Service { get; set; }
    public bool? InsecureSkipTLSVerify { get; set; }
    public string? CaBundle { get; set; }
    public string? Version { get; set; }
}

/// <summary>Conditions of an API service.</summary>
public sealed record ApiServiceStatus
{
    public IReadOnlyList<Condition> Conditions { get; set => field = value ?? []; } = [];
}

/// <summary>apiextensions.k8s.io/v1 CustomResourceDefinition: names and conversion only.</summary>
public sealed record CustomResourceDefinition : KubeObject
{
    public CustomResourceDefinitionSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Group and names of a custom kind.</summary>
public sealed record CustomResourceDefinitionSpec
{
    [JsonPropertyName("group")]
    public string? GroupName { get; set; }
    public string? Scope { get; set; }
    public CustomResourceNames? Names { get; set; }
    public CustomResourceConversion? Conversion { get; set; }
}

/// <summary>How objects change between versions; a webhook sees every one of them.</summary>
public sealed record CustomResourceConversion
{
    public string? Strategy { get; set; }
    public WebhookConversion? Webhook { get; set; }
}

/// <summary>The webhook that converts.</summary>
public sealed record WebhookConversion
{
    public WebhookClientConfig? ClientConfig { get; set; }
}

/// <summary>Names of a custom kind.</summary>
public sealed record CustomResourceNames
{
    public string Kind { get; set => field = value ?? ""; } = "";
    public string Plural { get; set => field = value ?? ""; } = "";
}
