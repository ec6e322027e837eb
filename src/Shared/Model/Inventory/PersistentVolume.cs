namespace Posture.Model.Inventory;

/// <summary>core/v1 PersistentVolume. In-tree sources reuse the shape of pod volumes.</summary>
public sealed record PersistentVolume : KubeObject
{
    public PersistentVolumeSpec Spec { get; set => field = value ?? new(); } = new();
    public PersistentVolumeStatus? Status { get; set; }
}

/// <summary>core/v1 PersistentVolumeSpec; PersistentVolumeReclaimPolicy absent means Retain for hand-made volumes.</summary>
public sealed record PersistentVolumeSpec
{
    public StringMap Capacity { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public IReadOnlyList<string> AccessModes { get; set => field = value ?? []; } = [];
    public string? PersistentVolumeReclaimPolicy { get; set; }
    public string? StorageClassName { get; set; }
    public string? VolumeMode { get; set; }
    public IReadOnlyList<string> MountOptions { get; set => field = value ?? []; } = [];
    public ClaimReference? ClaimRef { get; set; }
    public HostPathVolumeSource? HostPath { get; set; }
    public HostPathVolumeSource? Local { get; set; }
    public NfsVolumeSource? Nfs { get; set; }
    public CsiPersistentVolumeSource? Csi { get; set; }
    public AnyVolumeSource? Iscsi { get; set; }
    public AnyVolumeSource? Glusterfs { get; set; }
    public AnyVolumeSource? Flocker { get; set; }
    public AnyVolumeSource? Rbd { get; set; }
    public AnyVolumeSource? Cephfs { get; set; }
    public AnyVolumeSource? Cinder { get; set; }
    public AnyVolumeSource? Fc { get; set; }
    public AnyVolumeSource? FlexVolume { get; set; }
    public AnyVolumeSource? AwsElasticBlockStore { get; set; }
    public AnyVolumeSource? GcePersistentDisk { get; set; }
    public AnyVolumeSource? AzureDisk { get; set; }
    public AnyVolumeSource? AzureFile { get; set; }
    public AnyVolumeSource? VsphereVolume { get; set; }
    public AnyVolumeSource? Quobyte { get; set; }
    public AnyVolumeSource? PortworxVolume { get; set; }
    public AnyVolumeSource? ScaleIO { get; set; }
    public AnyVolumeSource? Storageos { get; set; }
    public AnyVolumeSource? PhotonPersistentDisk { get; set; }
}

/// <summary>The claim a volume is bound to.</summary>
public sealed record ClaimReference
{
    public string? Namespace { get; set; }
    public string? Name { get; set; }
    public string? Uid { get; set; }
}

/// <summary>A CSI volume.</summary>
public sealed record CsiPersistentVolumeSource
{
    public string Driver { get; set => field = value ?? ""; } = "";
    public string VolumeHandle { get; set => field = value ?? ""; } = "";
    public bool? ReadOnly { get; set; }
    public string? FsType { get; set; }
    public StringMap VolumeAttributes { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>Phase of a volume or claim.</summary>
public sealed record PersistentVolumeStatus
{
    public string? Phase { get; set; }

    /// <summary>When the volume came into its phase (Kubernetes 1.31; volumes only).</summary>
    public DateTimeOffset? LastPhaseTransitionTime { get; set; }
}

/// <summary>core/v1 PersistentVolumeClaim.</summary>
public sealed record PersistentVolumeClaim : KubeObject
{
    public PersistentVolumeClaimSpec Spec { get; set => field = value ?? new(); } = new();
    public PersistentVolumeStatus? Status { get; set; }
}

/// <summary>core/v1 PersistentVolumeClaimSpec.</summary>
public sealed record PersistentVolumeClaimSpec
{
    public IReadOnlyList<string> AccessModes { get; set => field = value ?? []; } = [];
    public string? StorageClassName { get; set; }
    public string? VolumeName { get; set; }
    public string? VolumeMode { get; set; }
    public ResourceRequirements? Resources { get; set; }
}

/// <summary>storage.k8s.io/v1 StorageClass; ReclaimPolicy absent means Delete, VolumeBindingMode absent means Immediate.</summary>
public sealed record StorageClass : KubeObject
{
    public string Provisioner { get; set => field = value ?? ""; } = "";
    public StringMap Parameters { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public string? ReclaimPolicy { get; set; }
    public string? VolumeBindingMode { get; set; }
    public bool? AllowVolumeExpansion { get; set; }
    public IReadOnlyList<string> MountOptions { get; set => field = value ?? []; } = [];
}

/// <summary>storage.k8s.io/v1 CSIDriver.</summary>
public sealed record CsiDriver : KubeObject
{
    public CsiDriverSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>storage/v1 CSIDriverSpec.</summary>
public sealed record CsiDriverSpec
{
    public bool? AttachRequired { get; set; }
    public bool? PodInfoOnMount { get; set; }
    public string? FsGroupPolicy { get; set; }
    public bool? SeLinuxMount { get; set; }
    public bool? RequiresRepublish { get; set; }
    public IReadOnlyList<string> VolumeLifecycleModes { get; set => field = value ?? []; } = [];
    public IReadOnlyList<CsiTokenRequest> TokenRequests { get; set => field = value ?? []; } = [];
}

/// <summary>A token the driver asks the kubelet for.</summary>
public sealed record CsiTokenRequest
{
    public string Audience { get; set => field = value ?? ""; } = "";
    public long? ExpirationSeconds { get; set; }
}

/// <summary>storage.k8s.io/v1 VolumeAttachment.</summary>
public sealed record VolumeAttachment : KubeObject
{
    public VolumeAttachmentSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Which volume is attached where.</summary>
public sealed record VolumeAttachmentSpec
{
    public string Attacher { get; set => field = value ?? ""; } = "";
    public string NodeName { get; set => field = value ?? ""; } = "";
    public VolumeAttachmentSource? Source { get; set; }
}

/// <summary>The attached volume.</summary>
public sealed record VolumeAttachmentSource
{
    public string? PersistentVolumeName { get; set; }
}

/// <summary>snapshot.storage.k8s.io VolumeSnapshotClass.</summary>
public sealed record VolumeSnapshotClass : KubeObject
{
    public string Driver { get; set => field = value ?? ""; } = "";
    public string? DeletionPolicy { get; set; }
    public StringMap Parameters { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>snapshot.storage.k8s.io VolumeSnapshot.</summary>
public sealed record VolumeSnapshot : KubeObject
{
    public VolumeSnapshotSpec Spec { get; set => field = value ?? new(); } = new();
    public VolumeSnapshotStatus? Status { get; set; }
}

/// <summary>Whether a snapshot may be restored from, and when it was taken.</summary>
public sealed record VolumeSnapshotStatus
{
    public bool? ReadyToUse { get; set; }
    public DateTimeOffset? CreationTime { get; set; }
    public string? BoundVolumeSnapshotContentName { get; set; }
}

/// <summary>Class and source of a snapshot.</summary>
public sealed record VolumeSnapshotSpec
{
    public string? VolumeSnapshotClassName { get; set; }
    public VolumeSnapshotSource? Source { get; set; }
}

/// <summary>Claim a snapshot was taken of.</summary>
public sealed record VolumeSnapshotSource
{
    public string? PersistentVolumeClaimName { get; set; }
}
