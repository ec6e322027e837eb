using System.Text.Json.Serialization;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Model.Json;

/// <summary>Source-generated JSON of the inventory records: camel case, nulls left out, unknown fields skipped, depth at most 64 (F-35).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = 64,
    UseStringEnumConverter = true,
    Converters = [typeof(PooledStringConverter)])]
[JsonSerializable(typeof(AdminNetworkPolicy))]
[JsonSerializable(typeof(ApiService))]
[JsonSerializable(typeof(BackendTlsPolicy))]
[JsonSerializable(typeof(ClusterRole))]
[JsonSerializable(typeof(ClusterRoleBinding))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(CronJob))]
[JsonSerializable(typeof(CsiDriver))]
[JsonSerializable(typeof(CustomResourceDefinition))]
[JsonSerializable(typeof(DaemonSet))]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(EndpointSlice))]
[JsonSerializable(typeof(Gateway))]
[JsonSerializable(typeof(GatewayClass))]
[JsonSerializable(typeof(GatewayRoute))]
[JsonSerializable(typeof(GenericObject))]
[JsonSerializable(typeof(HorizontalPodAutoscaler))]
[JsonSerializable(typeof(Ingress))]
[JsonSerializable(typeof(IngressClass))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(LimitRange))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(NetworkPolicy))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(PersistentVolume))]
[JsonSerializable(typeof(PersistentVolumeClaim))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(PodDisruptionBudget))]
[JsonSerializable(typeof(PodTemplate))]
[JsonSerializable(typeof(PriorityClass))]
[JsonSerializable(typeof(ReferenceGrant))]
[JsonSerializable(typeof(ReplicaSet))]
[JsonSerializable(typeof(ReplicationController))]
[JsonSerializable(typeof(ForeignWorkload))]
[JsonSerializable(typeof(ResourceQuota))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(RoleBinding))]
[JsonSerializable(typeof(RuntimeClass))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(StatefulSet))]
[JsonSerializable(typeof(StorageClass))]
[JsonSerializable(typeof(ValidatingAdmissionPolicy))]
[JsonSerializable(typeof(ValidatingAdmissionPolicyBinding))]
[JsonSerializable(typeof(VolumeAttachment))]
[JsonSerializable(typeof(VolumeSnapshot))]
[JsonSerializable(typeof(VolumeSnapshotClass))]
[JsonSerializable(typeof(WebhookConfiguration))]
[JsonSerializable(typeof(Finding))]
[JsonSerializable(typeof(IReadOnlyList<Evidence>))]
public sealed partial class ModelJson : JsonSerializerContext;
