using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Posture.Conformance;

/// <summary>What is written down beside the tests.</summary>
internal static class Written
{
    /// <summary>Where explained differences are written.</summary>
    public static string DifferencesFile => Path.Combine(AppContext.BaseDirectory, "differences.yaml");

    /// <summary>Explained differences.</summary>
    public static List<DifferenceEntry> Differences() => Read<DifferenceEntry>("differences.yaml");

    /// <summary>Rules that ask for a part of their controls.</summary>
    public static List<Question> Questions() => Read<Question>("questions.yaml");

    /// <summary>Reasons by the name of a case whose connections differ.</summary>
    public static Dictionary<string, string> ConnectionDifferences() => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<string, string>?>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "connections.yaml"))) ?? [];

    private static List<T> Read<T>(string file) => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<List<T>?>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))) ?? [];
}
