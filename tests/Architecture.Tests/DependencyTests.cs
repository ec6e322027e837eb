using System.Reflection;

namespace Posture.Architecture.Tests;

/// <summary>Dependencies point one way: Model ← Analysis ← Collectors; Model ← Store ← Collectors; the dashboard uses the collectors in Hosting only.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Rooms = ["Posture.Model", "Posture.Analysis", "Posture.Store", "posture", "Posture.Dashboard"];

    [Theory]
    [InlineData("Posture.Model", "")]
    [InlineData("Posture.Analysis", "Posture.Model")]
    [InlineData("Posture.Store", "Posture.Model")]
    [InlineData("posture", "Posture.Model Posture.Analysis Posture.Store")]
    public void Room_References_OnlyWhatItMay(string room, string allowed)
    {
        var referenced = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).Where(Rooms.Contains);

        Assert.Empty(referenced.Except(allowed.Split(' ')));
    }

    [Theory]
    [InlineData("Posture.Model", "")]
    [InlineData("Posture.Analysis", "BouncyCastle.Cryptography")] // Ed25519, which .NET has not: transparency logs sign with it
    public void PureRoom_UsesNoPackageAndNoInputOrOutput(string room, string allowed)
    {
        string[] forbidden = ["System.Net.Http", "System.Net.Sockets", "System.Data.Common", "Npgsql", "Microsoft.EntityFrameworkCore", "YamlDotNet", "KubernetesClient"];
        var referenced = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).ToList();

        Assert.Empty(referenced.Intersect(forbidden).Except(allowed.Split(' ')));
        Assert.All(referenced.Except(allowed.Split(' ')), name => Assert.True(name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Posture.", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Dashboard_NamesCollectors_OnlyInHosting()
    {
        var outside = Repository.Sources("src/Dashboard", "*.cs").Concat(Repository.Sources("src/Dashboard", "*.razor"))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Hosting{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("Posture.Collectors", StringComparison.Ordinal));

        Assert.Empty(outside.Select(file => Path.GetRelativePath(Repository.Root, file)));
    }
}
