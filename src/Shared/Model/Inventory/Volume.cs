namespace Posture.Model.Inventory;

/// <summary>core/v1 Volume: each source that a control names; an unlisted source leaves all of them null.</summary>
public sealed record Volume
{
    public string Name { get; set => field = value ?? ""; } = "";
    public HostPathVolumeSource? HostPath { get; set; }
    public EmptyDirVolumeSource? EmptyDir { get; set; }
    public SecretVolumeSource? Secret { get; set; }
    public ConfigMapVolumeSource? ConfigMap { get; set; }
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; set; }
    public ProjectedVolumeSource? Projected { get; set; }
    public AnyVolumeSource? DownwardAPI { get; set; }
    public CsiVolumeSource? Csi { get; set; }
    public EphemeralVolumeSource? Ephemeral { get; set; }
    public ImageVolumeSource? Image { get; set; }
    public NfsVolumeSource? Nfs { get; set; }
    public AnyVolumeSource? Iscsi { get; set; }
    public AnyVolumeSource? GitRepo { get; set; }
    public AnyVolumeSource? Glusterfs { get; set; }
    public AnyVolumeSource? Rbd { get; set; }
    public AnyVolumeSource? Cephfs { get; set; }
    public AnyVolumeSource? Cinder { get; set; }
    public AnyVolumeSource? Fc { get; set; }
    public AnyVolumeSource? FlexVolume { get; set; }
    public AnyVolumeSource? Flocker { get; set; }
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

/// <summary>A source of which only the fields shared by many plug-ins are kept.</summary>
public sealed record AnyVolumeSource
{
    public bool? ReadOnly { get; set; }
    public string? FsType { get; set; }
    public string? Driver { get; set; }
    public string? Repository { get; set; }
    public string? VolumeID { get; set; }
    public string? PdName { get; set; }
    public string? DiskName { get; set; }
    public string? DiskURI { get; set; }
    public LocalObjectReference? SecretRef { get; set; }
}

/// <summary>A directory or file of the node.</summary>
public sealed record HostPathVolumeSource
{
    public string Path { get; set => field = value ?? ""; } = "";
    public string? Type { get; set; }
}

/// <summary>Scratch space; SizeLimit absent is unbounded.</summary>
public sealed record EmptyDirVolumeSource
{
    public string? Medium { get; set; }
    public string? SizeLimit { get; set; }
}

/// <summary>Files from a Secret.</summary>
public sealed record SecretVolumeSource
{
    public string? SecretName { get; set; }
    public int? DefaultMode { get; set; }
    public bool? Optional { get; set; }
}

/// <summary>Files from a ConfigMap.</summary>
public sealed record ConfigMapVolumeSource
{
    public string Name { get; set => field = value ?? ""; } = "";
    public int? DefaultMode { get; set; }
    public bool? Optional { get; set; }
}

/// <summary>A claim of the same namespace.</summary>
public sealed record PersistentVolumeClaimVolumeSource
{
    public string ClaimName { get; set => field = value ?? ""; } = "";
    public bool? ReadOnly { get; set; }
}

/// <summary>Several sources under one directory.</summary>
public sealed record ProjectedVolumeSource
{
    public IReadOnlyList<VolumeProjection> Sources { get; set => field = value ?? []; } = [];
    public int? DefaultMode { get; set; }
}

/// <summary>One source of a projected volume.</summary>
public sealed record VolumeProjection
{
    public ServiceAccountTokenProjection? ServiceAccountToken { get; set; }
    public LocalObjectReference? Secret { get; set; }
    public LocalObjectReference? ConfigMap { get; set; }
}

/// <summary>A bound token.</summary>
public sealed record ServiceAccountTokenProjection
{
    public string? Audience { get; set; }
    public long? ExpirationSeconds { get; set; }
    public string? Path { get; set; }
}

/// <summary>Inline CSI volume.</summary>
public sealed record CsiVolumeSource
{
    public string Driver { get; set => field = value ?? ""; } = "";
    public bool? ReadOnly { get; set; }
    public string? FsType { get; set; }
    public StringMap VolumeAttributes { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>Claim made with the pod.</summary>
public sealed record EphemeralVolumeSource
{
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; set; }
}

/// <summary>Template of a claim.</summary>
public sealed record PersistentVolumeClaimTemplate
{
    public ObjectMeta Metadata { get; set => field = value ?? new(); } = new();
    public PersistentVolumeClaimSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>An OCI image mounted as a volume.</summary>
public sealed record ImageVolumeSource
{
    public string? Reference { get; set; }
    public string? PullPolicy { get; set; }
}

/// <summary>An NFS export.</summary>
public sealed record NfsVolumeSource
{
    public string Server { get; set => field = value ?? ""; } = "";
    public string Path { get; set => field = value ?? ""; } = "";
    public bool? ReadOnly { get; set; }
}
