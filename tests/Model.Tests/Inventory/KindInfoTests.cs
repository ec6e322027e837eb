using System.Text;
using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Model.Tests.Inventory;

/// <summary>The forward decoder says what the serializer says, object by object and error by error.</summary>
public sealed class KindInfoTests
{
    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p\u0041","namespace":"n","uid":"u","creationTimestamp":"2026-03-01T00:00:00Z","generation":3,
          "labels":{"a":"b","c\"d":"\\e"},"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","k":"v"},"managedFields":[{"f":{"x":[1,{"y":null}]}}],
          "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","controller":true}]},
         "spec":{"hostNetwork":false,"hostPID":null,"unknown":{"deep":[[[{}]]]},"containers":[
           {"name":"a","image":"i","command":["sh","-c","é"],"ports":[{"containerPort":80,"hostPort":null}],"resources":{"limits":{"cpu":1,"memory":"1Gi"}},
            "env":[{"name":"E","value":"1"},{"name":"F","valueFrom":{"secretKeyRef":{"name":"s","key":"k","optional":true}}}],
            "livenessProbe":{"httpGet":{"port":8080,"path":"/"}},"securityContext":{"runAsUser":4294967296,"capabilities":{"add":["A"],"drop":[]}}},
           {"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"},{"name":"f"},{"name":"g"},{"name":"h"},{"name":"i"},{"name":"j"}],
          "volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","emptyDir":{}}],"terminationGracePeriodSeconds":30,"containers\u0041":1},
         "status":{"phase":"Running","containerStatuses":[{"name":"a","restartCount":2,"ready":true}]}}
        """;

    [Theory]
    [InlineData("", "Pod", Pod)]
    [InlineData("", "Pod", "{}")]
    [InlineData("", "Pod", """{"metadata":null,"spec":{"containers":null,"containers":[{"name":"twice"}]}}""")]
    [InlineData("", "ConfigMap", """{"metadata":{"name":"c"},"data":{"policy.default":"x","password":"hunter2hunter2hunter2"},"binaryData":{"b":"AA=="}}""")]
    [InlineData("", "Secret", """{"metadata":{"name":"s"},"type":"Opaque","data":{"k":"djE="}}""")]
    [InlineData("", "ResourceQuota", """{"spec":{"hard":{"pods":10,"limits.memory":"4Gi"}}}""")]
    [InlineData("kyverno.io", "ClusterPolicy", """{"spec":{"rules":[{"validate":{"pattern":{"a":[1,true,null]}}}]}}""")]
    [InlineData("networking.k8s.io", "NetworkPolicy", """{"spec":{"podSelector":{},"ingress":[{"from":[{"podSelector":{"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}}],"ports":[{"port":"http"}]}]}}""")]
    [InlineData("rbac.authorization.k8s.io", "ClusterRole", """{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}],"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}}""")]
    [InlineData("aquasecurity.github.io", "VulnerabilityReport", """{"report":{"updateTimestamp":"2026-10-30T00:00:00Z","artifact":{"digest":"sha256:a"},"os":{"family":"debian","eosl":true},"vulnerabilities":[{"vulnerabilityID":"CVE-1","severity":"CRITICAL","fixedVersion":"1"}]}}""")]
    [InlineData("aquasecurity.github.io", "SbomReport", """{"report":{"components":{"components":[{"name":"musl","purl":"pkg:apk/alpine/musl"},{"name":"left-pad","purl":"pkg:npm/left-pad"}]}}}""")]
    [InlineData("wgpolicyk8s.io", "PolicyReport", """{"summary":{"fail":1},"results":[{"policy":"p","result":"fail","resources":[{"kind":"Pod","name":"x"}]}]}""")]
    [InlineData("posture.dev", "ImageFacts", """{"metadata":{"name":"sha256:a"},"spec":{"signatures":[],"labels":{"a":"b"},"created":"2026-10-30T00:00:00Z"}}""")]
    public void Decode_AnyObject_IsWhatTheSerializerReads(string group, string kind, string json)
    {
        var info = KnownKinds.Find(group, kind)!;
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.Equal(JsonSerializer.Serialize(JsonSerializer.Deserialize(bytes, info.Record), info.Record), JsonSerializer.Serialize(info.Decode(bytes), info.Record));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":7}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"ports":[{"containerPort":"80"}]}]}}""")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""")]
    [InlineData("""{"metadata":{"labels":[]}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]}""")]
    [InlineData("""{} x""")]
    public void Decode_Refused_SaysWhereAsTheSerializerDoes(string json)
    {
        var info = KnownKinds.Find("", "Pod")!;
        var bytes = Encoding.UTF8.GetBytes(json);

        var expected = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(bytes, info.Record));
        Assert.Equal(expected.Path, Assert.Throws<JsonException>(() => info.Decode(bytes)).Path);
    }

    [Fact]
    public void Decode_SamePartInTwoObjects_IsKeptOnce()
    {
        static Container Read(string name) => ((Pod)KnownKinds.Find("", "Pod")!.Decode(Encoding.UTF8.GetBytes(
            """{"spec":{"containers":[{"name":"NAME","env":[{"name":"E","value":"shared-part"}]}]}}""".Replace("NAME", name, StringComparison.Ordinal)))!).Spec.Containers[0];

        Assert.Same(Read("a").Env, Read("b").Env);
    }
}
