using System.Text.Json.Nodes;
using Posture.Analysis.Layers;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Policy;

/// <summary>The JSON schema (2020-12) of the policy file, made from the same parameters that read it.</summary>
public static class PolicySchema
{
    /// <summary>Name of the schema; stays while keys are only added.</summary>
    public const string Name = "posture.policy/v1";

    /// <summary>The schema as a document.</summary>
    public static JsonObject Document()
    {
        var properties = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var parameter in PolicyParameter.All)
        {
            var value = ValueOf(parameter);
            value["description"] = parameter.Rule.Description;
            if (Usual(parameter) is { } usual)
                value["default"] = usual;
            properties[parameter.Name] = value;
        }
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = Name,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject ValueOf(PolicyParameter parameter) => parameter.Usual switch
    {
        int => new() { ["type"] = "integer", ["minimum"] = parameter.Rule.Minimum, ["maximum"] = parameter.Rule.Maximum },
        string => Text(parameter.Rule.Format),
        IReadOnlyDictionary<string, DateOnly> => new()
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = PolicyFormats.PatternOf(parameter.Rule.Format) },
            ["additionalProperties"] = Day(),
        },
        IReadOnlyList<Attestation> => List(AttestationOf()),
        IReadOnlyList<SignerRule> => List(SignerRuleOf()),
        IReadOnlyList<BaseRule> => List(Mapping(BaseRuleReader.Keys, BaseRuleReader.Keys.Select(key => key.Name), name => name == "images" ? List(Text(PolicyFormat.Registry)) : Text(PolicyFormat.Owner))),
        IReadOnlyList<RepositoryMove> => List(Mapping(RepositoryMoveReader.Keys, ["from", "to"], _ => Text(PolicyFormat.Registry))),
        _ => List(Text(parameter.Rule.Format)),
    };

    private static JsonNode? Usual(PolicyParameter parameter) => parameter.Usual switch
    {
        int number => number,
        string text => text,
        IReadOnlySet<string> set => new JsonArray([.. set.Order(StringComparer.Ordinal).Select(text => (JsonNode)text)]),
        IReadOnlyList<string> list => new JsonArray([.. list.Select(text => (JsonNode)text)]),
        _ => null,
    };

    private static JsonObject AttestationOf() => Mapping(AttestationReader.Keys, AttestationReader.Keys.Select(key => key.Name).Where(name => name != "evidence"), name => name switch
    {
        "scope" => List(Text(PolicyFormat.Scope)),
        "date" or "expires" => Day(),
        "verdict" => new() { ["enum"] = new JsonArray("pass", "fail") },
        "control" => Text(PolicyFormat.Name),
        _ => Text(PolicyFormat.Text),
    });

    private static JsonObject SignerRuleOf() => Mapping(SignerRuleReader.Keys, ["images"], name => name switch
    {
        "images" => List(Text(PolicyFormat.Registry)),
        "keys" or "authorities" => List(new() { ["type"] = "string" }),
        "identities" => List(Mapping(SignerRuleReader.IdentityKeys, ["issuer", "identity"], _ => Text(PolicyFormat.Name))),
        "threshold" => new() { ["type"] = "integer", ["minimum"] = 1 },
        "transparencyLog" => new() { ["type"] = "boolean" },
        "predicates" => List(Text(PolicyFormat.Name)),
        _ => List(Text(PolicyFormat.Text)),
    });

    private static JsonObject Mapping(IReadOnlyList<(string Name, string Description)> keys, IEnumerable<string> required, Func<string, JsonObject> of)
    {
        var properties = new JsonObject();
        foreach (var (name, description) in keys)
        {
            var value = of(name);
            value["description"] = description;
            properties[name] = value;
        }
        return new() { ["type"] = "object", ["additionalProperties"] = false, ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]), ["properties"] = properties };
    }

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["maxItems"] = PolicyReader.MaxItems, ["uniqueItems"] = true, ["items"] = items };

    private static JsonObject Text(PolicyFormat format) =>
        new() { ["type"] = "string", ["maxLength"] = PolicyFormats.MaxLength, ["pattern"] = PolicyFormats.PatternOf(format) };

    private static JsonObject Day() => new() { ["type"] = "string", ["format"] = "date", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" };
}
