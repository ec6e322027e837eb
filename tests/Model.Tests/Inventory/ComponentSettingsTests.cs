using System.Text.Json;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Model.Tests.Inventory;

public sealed class ComponentSettingsTests
{
    private const string Kubelet = """
        apiVersion: kubelet.config.k8s.io/v1beta1
        authentication:
          anonymous:
            enabled: false
          webhook:
            cacheTTL: 0s
          x509:
            clientCAFile: /etc/kubernetes/pki/ca.crt
        authorization:
          mode: "Webhook"
          webhook:
            mode: other
        clusterDNS:
        - 10.96.0.10
        kind: KubeletConfiguration
        logging:
          options:
            json:
              kind: nested
        staticPodPath: /etc/kubernetes/manifests
        tlsCipherSuites:
        - TLS_AES_128_GCM_SHA256
        - TLS_RSA_WITH_AES_128_CBC_SHA
        metricsBindAddress: ""
        password: hunter2
        """;

    [Theory]
    [InlineData("authentication.anonymous.enabled", "false")]
    [InlineData("authentication.x509.clientCAFile", "/etc/kubernetes/pki/ca.crt")]
    [InlineData("authorization.mode", "Webhook")]
    [InlineData("tlsCipherSuites", "TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("metricsBindAddress", "")]
    [InlineData("readOnlyPort", null)]
    public void Read_DocumentedSetting_IsKept(string path, string? value) => Assert.Equal(value, ComponentSettings.Read(Map(Kubelet).Data.Setting("kubelet"),
        path));

    [Fact]
    public void Decode_Configuration_KeepsNothingElse()
    {
        var json = JsonSerializer.Serialize(Map(Kubelet), ModelJson.Default.ConfigMap);

        Assert.DoesNotContain("hunter2", json, StringComparison.Ordinal);
        Assert.DoesNotContain("cacheTTL", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, ModelJson.Default.ConfigMap), ModelJson.Default.ConfigMap));
    }

    [Fact]
    public void Decode_AnotherFileOfThatName_KeepsNothing() => Assert.Null(Map("kind: Settings\nreadOnlyPort: 1\npassword: hunter2").Data.Setting("kubelet"));

    [Theory]
    [InlineData("authentication: { anonymous: { enabled: true } }")]
    [InlineData("authentication:\n  anonymous: {enabled: true}")]
    [InlineData("authentication:\n  anonymous:\n    enabled: &a true")]
    public void Read_AnotherStyle_IsUnreadableNotDefault(string text) => Assert.Equal(ComponentSettings.Unreadable,
        ComponentSettings.Read(Map($"kind: KubeletConfiguration\n{text}").Data.Setting("kubelet"), "authentication.anonymous.enabled"));

    [Fact]
    public void Decode_EndlessFile_IsRefusedNotKept() =>
        Assert.Null(Map("kind: KubeletConfiguration\n" + string.Concat(Enumerable.Repeat("readOnlyPort: 1\n", 10_000))).Data.Setting("kubelet"));

    private static ConfigMap Map(string text) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(new { data = new Dictionary<string, string>(StringComparer.Ordinal) { ["kubelet"] = text } }),
            ModelJson.Default.ConfigMap)!;
}
