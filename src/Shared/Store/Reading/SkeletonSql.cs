using System.Globalization;
using Posture.Model.Names;

namespace Posture.Store.Reading;

/// <summary>SQL of <c>public.skeleton(text)</c>, which is <see cref="Skeleton.Of"/> in the database.</summary>
internal static class SkeletonSql
{
    public static string Create => string.Create(CultureInfo.InvariantCulture, $"""
        create function public.skeleton(name text) returns text immutable parallel safe language sql
        return case when octet_length(name) = length(name) then lower(name) else lower(translate(normalize(name, NFKC), '{Skeleton.From}', '{Skeleton.To}')) end;
        """);

    public const string Drop = "drop function public.skeleton(text);";
}
