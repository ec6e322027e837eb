using System.Reflection;
using System.Text.Json;

namespace Posture.Analysis.Policy;

/// <summary>One parameter of the policy file, made from a property of <see cref="PosturePolicy"/>: the record is the only list of them.</summary>
/// <param name="Name">Key in the file.</param>
/// <param name="Property">The property it sets.</param>
/// <param name="Rule">What it means and what fits.</param>
internal sealed record PolicyParameter(string Name, PropertyInfo Property, PolicyParameterAttribute Rule)
{
    /// <summary>Every parameter, by name.</summary>
    public static readonly IReadOnlyList<PolicyParameter> All =
    [
        .. typeof(PosturePolicy).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<PolicyParameterAttribute>() is not null)
            .Select(property => new PolicyParameter(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property, property.GetCustomAttribute<PolicyParameterAttribute>()!))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal),
    ];

    public Type Type => Property.PropertyType;

    /// <summary>The value that holds when the file says nothing.</summary>
    public object Usual => Property.GetValue(PosturePolicy.Default)!;

    public static PolicyParameter? Find(string name) => All.FirstOrDefault(parameter => parameter.Name == name);
}
