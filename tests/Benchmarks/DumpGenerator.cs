using System.Text.Json;

namespace Posture.Benchmarks;

/// <summary>
/// A small deterministic cluster for machines without the reference generator: pods with their Deployments, Services, ConfigMaps and RBAC, with status and
/// managed fields as an API server sends them.
/// </summary>
internal static class DumpGenerator
{
    private const int ObjectsAnApp = 10;
    private const int PodsAnApp = 4;

    public static void Write(string path, int objects)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "List");
        json.WriteStartArray("items");
        for (var app = 0; app * ObjectsAnApp < objects; app++)
            WriteApp(json, app);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteApp(Utf8JsonWriter json, int app)
    {
        var ns = $"team-{app / 10:D4}";
        if (app % 10 == 0)
            Item(json, "v1", "Namespace", null, ns, app, _ => { });
        Item(json, "apps/v1", "Deployment", ns, $"app-{app}", app, spec =>
        {
            spec.WriteStartObject("spec");
            spec.WriteNumber("replicas", PodsAnApp);
            spec.WriteStartObject("template");
            WritePodSpec(spec, app);
            spec.WriteEndObject();
            spec.WriteEndObject();
        });
        for (var pod = 0; pod < PodsAnApp; pod++)
            Item(json, "v1", "Pod", ns, $"app-{app}-{pod}", app, spec => WritePodSpec(spec, app));
        Item(json, "v1", "Service", ns, $"app-{app}", app, spec => Raw(spec, "spec", $$$"""{"type":"ClusterIP","selector":{"app":"app-{{{app}}}"},"ports":[{"port":80,"targetPort":"http"}]}"""));
        Item(json, "v1", "ConfigMap", ns, $"app-{app}", app, spec => Raw(spec, "data", $$"""{"mode":"production","url":"http://app-{{app}}.{{ns}}.svc"}"""));
        Item(json, "v1", "ServiceAccount", ns, $"app-{app}", app, _ => { });
        Item(json, "rbac.authorization.k8s.io/v1", "Role", ns, $"app-{app}", app, spec => Raw(spec, "rules", """[{"apiGroups":[""],"resources":["configmaps","pods"],"verbs":["get","list"]}]"""));
        Item(json, "rbac.authorization.k8s.io/v1", "RoleBinding", ns, $"app-{app}", app, spec =>
        {
            Raw(spec, "roleRef", $$"""{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"app-{{app}}"}""");
            Raw(spec, "subjects", $$"""[{"kind":"ServiceAccount","name":"app-{{app}}","namespace":"{{ns}}"}]""");
        });
    }

    private static void Item(Utf8JsonWriter json, string apiVersion, string kind, string? ns, string name, int app, Action<Utf8JsonWriter> body)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", apiVersion);
        json.WriteString("kind", kind);
        json.WriteStartObject("metadata");
        json.WriteString("name", name);
        if (ns is not null)
            json.WriteString("namespace", ns);
        json.WriteString("resourceVersion", $"{100000 + app}");
        Raw(json, "labels", $$"""{"app":"app-{{app}}","tier":"tier-{{app % 8}}"}""");
        Raw(json, "managedFields", """[{"manager":"kubectl","operation":"Update","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{},"f:tier":{}}},"f:spec":{"f:replicas":{},"f:template":{},"f:selector":{}}}}]""");
        json.WriteEndObject();
        body(json);
        json.WriteEndObject();
    }

    private static void WritePodSpec(Utf8JsonWriter json, int app)
    {
        var hardened = app % 3 == 0 ? ""","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""" : "";
        Raw(json, "spec", """
            {"serviceAccountName":"app-APP","nodeName":"node-NODE","containers":[{"name":"main","image":"registry.example.test/app-APP:1.TAG",
            "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"MODE","value":"production"},{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"s","key":"t"}}}],
            "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"128Mi"}},"livenessProbe":{"httpGet":{"path":"/healthz","port":"http"}},
            "volumeMounts":[{"name":"data","mountPath":"/data"}]HARDENED}],"volumes":[{"name":"data","emptyDir":{}}]}
            """.Replace("APP", $"{app}", StringComparison.Ordinal).Replace("NODE", $"{app % 50}", StringComparison.Ordinal)
            .Replace("TAG", $"{app % 20}", StringComparison.Ordinal).Replace("HARDENED", hardened, StringComparison.Ordinal));
    }

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
