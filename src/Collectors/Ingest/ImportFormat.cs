namespace Posture.Collectors.Ingest;

/// <summary>What a JSON document is.</summary>
internal enum ImportFormat
{
    Unknown,

    /// <summary><c>kube-bench --json</c>.</summary>
    KubeBench,

    /// <summary><c>kube-bench --json --nototals</c>.</summary>
    KubeBenchControls,

    /// <summary><c>trivy image -f json</c>.</summary>
    Trivy,

    /// <summary><c>docker image inspect</c>.</summary>
    DockerInspect,

    /// <summary><c>cosign verify</c>.</summary>
    CosignVerify,

    /// <summary>One line of <c>cosign verify-attestation</c>.</summary>
    Dsse,

    /// <summary>OpenVEX.</summary>
    OpenVex,

    /// <summary>CycloneDX, with components, vulnerabilities or both.</summary>
    CycloneDx,

    /// <summary>SARIF 2.1.0 of a scanner of images.</summary>
    Sarif,

    /// <summary>A Kubernetes object or list.</summary>
    Manifest,
}
