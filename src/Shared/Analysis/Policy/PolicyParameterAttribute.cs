namespace Posture.Analysis.Policy;

/// <summary>Makes a property of <see cref="PosturePolicy"/> a parameter of the policy file: says what it means and what a value must look like.</summary>
/// <param name="description">For the schema and for people.</param>
/// <param name="format">Form of each text.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PolicyParameterAttribute(string description, PolicyFormat format = PolicyFormat.Text) : Attribute
{
    public string Description => description;

    public PolicyFormat Format => format;

    /// <summary>Least value of a number.</summary>
    public int Minimum { get; init; }

    /// <summary>Greatest value of a number.</summary>
    public int Maximum { get; init; } = int.MaxValue;
}
