using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.PodSecurity;

/// <summary>Each check at the versions around which its rules changed, on fixtures of our own.</summary>
public sealed class PodSecurityEvaluatorTests
{
    private const string Hardened = "allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}";

    [Theory]
    [InlineData("hostNamespaces", 0, "hostNetwork: true")]
    [InlineData("hostNamespaces", 37, "hostPID: true")]
    [InlineData("hostNamespaces", 37, "hostIPC: true")]
    [InlineData("hostPathVolumes", 0, "volumes: [{name: v, hostPath: {path: /}}]")]
    [InlineData("hostPorts", 0, "containers: [{name: a, ports: [{containerPort: 1, hostPort: 80}]}]")]
    [InlineData("privileged", 0, "initContainers: [{name: a, securityContext: {privileged: true}}]")]
    [InlineData("privileged", 37, "ephemeralContainers: [{name: a, securityContext: {privileged: true}}]")]
    [InlineData("capabilities_baseline", 37, "containers: [{name: a, securityContext: {capabilities: {add: [NET_RAW]}}}]")]
    [InlineData("capabilities_baseline", 37, "containers: [{name: a, securityContext: {capabilities: {add: [chown]}}}]")]
    [InlineData("hostProbesAndHostLifecycle", 34, "containers: [{name: a, livenessProbe: {httpGet: {host: 127.0.0.1, port: 1}}}]")]
    [InlineData("hostProbesAndHostLifecycle", 34, "containers: [{name: a, lifecycle: {preStop: {tcpSocket: {host: b, port: 1}}}}]")]
    [InlineData("procMount", 34, "hostUsers: false, containers: [{name: a, securityContext: {procMount: Unmasked}}]")]
    [InlineData("procMount", 35, "containers: [{name: a, securityContext: {procMount: Unmasked}}]")]
    [InlineData("seLinuxOptions", 30, "securityContext: {seLinuxOptions: {type: container_engine_t}}")]
    [InlineData("seLinuxOptions", 37, "securityContext: {seLinuxOptions: {user: u}}")]
    [InlineData("seLinuxOptions", 37, "containers: [{name: a, securityContext: {seLinuxOptions: {role: r}}}]")]
    [InlineData("seccompProfile_baseline", 19, "securityContext: {seccompProfile: {type: Unconfined}}")]
    [InlineData("sysctls", 26, "securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports, value: '1'}]}")]
    [InlineData("sysctls", 28, "securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout, value: '1'}]}")]
    [InlineData("sysctls", 31, "securityContext: {sysctls: [{name: net.ipv4.tcp_wmem, value: '1'}]}")]
    [InlineData("sysctls", 36, "securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat, value: '1'}]}")]
    [InlineData("windowsHostProcess", 0, "securityContext: {windowsOptions: {hostProcess: true}}")]
    [InlineData("appArmorProfile", 0, "securityContext: {appArmorProfile: {type: Unconfined}}")]
    public void Baseline_ForbiddenField_NamesTheOnlyCheck(string check, int minor, string spec) =>
        Assert.Equal([check], Violated(PodSecurityLevel.Baseline, minor, spec));

    [Theory]
    [InlineData(37, "containers: [{name: a, ports: [{containerPort: 1, hostPort: 0}]}]")]
    [InlineData(33, "containers: [{name: a, livenessProbe: {httpGet: {host: 127.0.0.1, port: 1}}}]")]
    [InlineData(37, "containers: [{name: a, livenessProbe: {httpGet: {host: '', port: 1}}}]")]
    [InlineData(35, "hostUsers: false, containers: [{name: a, securityContext: {procMount: Unmasked}}]")]
    [InlineData(31, "securityContext: {seLinuxOptions: {type: container_engine_t}}")]
    [InlineData(18, "securityContext: {seccompProfile: {type: Unconfined}}")]
    [InlineData(27, "securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports, value: '1'}]}")]
    [InlineData(29, "securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout, value: '1'}]}")]
    [InlineData(32, "securityContext: {sysctls: [{name: net.ipv4.tcp_wmem, value: '1'}]}")]
    [InlineData(37, "securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat, value: '1'}]}")]
    public void Baseline_AllowedAtThisVersion_ViolatesNothing(int minor, string spec) => Assert.Empty(Violated(PodSecurityLevel.Baseline, minor, spec));

    [Theory]
    [InlineData("allowPrivilegeEscalation", 8, "runAsNonRoot: true")]
    [InlineData("runAsNonRoot", 7, "runAsUser: 1")]
    [InlineData("runAsNonRoot", 37, "runAsNonRoot: false, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}")]
    [InlineData("runAsUser", 23, $"runAsUser: 0, {Hardened}")]
    [InlineData("seccompProfile_restricted", 19, "allowPrivilegeEscalation: false, runAsNonRoot: true")]
    [InlineData("capabilities_restricted", 22, "allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [all]}, seccompProfile: {type: Localhost}")]
    [InlineData("capabilities_restricted", 37, "allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL], add: [CHOWN]}, seccompProfile: {type: Localhost}")]
    [InlineData("procMount_restricted", 35, $"procMount: Unmasked, {Hardened}")]
    public void Restricted_ForbiddenField_NamesTheOnlyCheck(string check, int minor, string securityContext) =>
        Assert.Equal([check], Violated(PodSecurityLevel.Restricted, minor, $"containers: [{{name: a, securityContext: {{{securityContext}}}}}]"));

    [Theory]
    [InlineData(7, "runAsNonRoot: true")]
    [InlineData(18, "allowPrivilegeEscalation: false, runAsNonRoot: true")]
    [InlineData(21, "allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile: {type: Localhost}")]
    [InlineData(22, $"runAsUser: 0, {Hardened}")]
    [InlineData(37, Hardened)]
    public void Restricted_AsHardAsThisVersionAsks_ViolatesNothing(int minor, string securityContext) =>
        Assert.Empty(Violated(PodSecurityLevel.Restricted, minor, $"containers: [{{name: a, securityContext: {{{securityContext}}}}}]"));

    [Fact]
    public void Restricted_WindowsPod_IsNotAskedForLinuxFieldsFromV125On()
    {
        const string Windows = "os: {name: windows}, securityContext: {runAsNonRoot: true}, containers: [{name: a}]";

        Assert.Empty(Violated(PodSecurityLevel.Restricted, 25, Windows));
        Assert.Equal(["allowPrivilegeEscalation", "capabilities_restricted", "seccompProfile_restricted"], Violated(PodSecurityLevel.Restricted, 24, Windows));
    }

    [Fact]
    public void Restricted_UserNamespacePod_MayRunAsRootFromV135On()
    {
        const string Root = "hostUsers: false, securityContext: {runAsUser: 0, seccompProfile: {type: RuntimeDefault}}, "
            + "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";

        Assert.Empty(Violated(PodSecurityLevel.Restricted, 35, Root));
        Assert.Equal(["runAsNonRoot", "runAsUser"], Violated(PodSecurityLevel.Restricted, 34, Root));
    }

    [Fact]
    public void Restricted_VolumeThroughAClaimOrAnImage_IsAllowed_OtherPlugInsAreNot()
    {
        Assert.Empty(Violated(PodSecurityLevel.Restricted, 37, "volumes: [{name: a, csi: {driver: d}}, {name: b, image: {reference: r}}, {name: c, emptyDir: {}}]"));
        Assert.Equal(["restrictedVolumes"], Violated(PodSecurityLevel.Restricted, 37, "volumes: [{name: a, nfs: {server: s, path: /}}]"));
        Assert.Equal(["restrictedVolumes"], Violated(PodSecurityLevel.Restricted, 37, "volumes: [{name: a, hostPath: {path: /}}]"));
    }

    [Fact]
    public void Baseline_SeccompAnnotations_HoldUpToV118_AppArmorOnesAlways()
    {
        var pod = Read("metadata: {name: p, annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined, container.apparmor.security.beta.kubernetes.io/a: unconfined}}\nspec: {containers: [{name: a}]}");

        Assert.Equal(["appArmorProfile", "seccompProfile_baseline"], Ids(PodSecurityLevel.Baseline, 18, pod));
        Assert.Equal(["appArmorProfile"], Ids(PodSecurityLevel.Baseline, 19, pod));
    }

    [Fact]
    public void Privileged_AnyPod_ViolatesNothing() => Assert.Empty(Violated(PodSecurityLevel.Privileged, 37, "hostNetwork: true"));

    [Theory]
    [InlineData("v1.0", 0)]
    [InlineData("v1.34", 34)]
    [InlineData("latest", PodSecurityEvaluator.Newest)]
    [InlineData("v1.034", null)]
    [InlineData("1.34", null)]
    [InlineData("v2.0", null)]
    [InlineData("v1.", null)]
    [InlineData(null, null)]
    public void Version_AsInLabels_IsReadStrictly(string? text, int? minor) => Assert.Equal(minor, PodSecurityEvaluator.MinorOf(text));

    private static IReadOnlyList<string> Violated(PodSecurityLevel level, int minor, string spec) =>
        Ids(level, minor, Read($"metadata: {{name: p}}\nspec: {{{spec}}}"));

    private static IReadOnlyList<string> Ids(PodSecurityLevel level, int minor, Pod pod) =>
        [.. new PodSecurityEvaluator(level, minor).Evaluate(pod.Metadata, pod.Spec).Select(violation => violation.Check)];

    private static Pod Read(string yaml) => Manifests.Inventory($"apiVersion: v1\nkind: Pod\n{yaml}").All<Pod>().Single();
}
