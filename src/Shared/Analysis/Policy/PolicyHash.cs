using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Layers;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Policy;

/// <summary>Identity of a policy by its content: the same decisions give the same hash, in whatever order and file they are written.</summary>
public static class PolicyHash
{
    /// <summary>First 8 hex digits of the SHA-256 of all parameters; empty for the default policy.</summary>
    public static string Of(PosturePolicy policy)
    {
        var text = Text(policy);
        return text == Text(PosturePolicy.Default) ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
    }

    /// <summary>Version of what evaluates, for a snapshot: the catalogue's and, when it is not the default, the policy's.</summary>
    public static string VersionOf(ControlCatalogue catalogue, PosturePolicy policy) =>
        Of(policy) is { Length: > 0 } hash ? $"{catalogue.Version}+policy-{hash}" : catalogue.Version;

    private static string Text(PosturePolicy policy)
    {
        var text = new StringBuilder();
        foreach (var parameter in PolicyParameter.All)
        {
            var value = parameter.Property.GetValue(policy);
            text.Append(parameter.Name).Append('=');
            if (value is string or not IEnumerable)
                text.Append(CultureInfo.InvariantCulture, $"{value}");
            else
                // The order of a list decides nothing for any check but where its entries say so.
                foreach (var item in ((IEnumerable)value).Cast<object>().Select(Line).Order(StringComparer.Ordinal))
                    text.Append('\n').Append(item);
            text.Append('\0');
        }
        return text.ToString();
    }

    private static string Line(object item, int place) => item switch
    {
        Attestation said => string.Create(
            CultureInfo.InvariantCulture, $"{said.Control}|{string.Join(',', said.Scope)}|{said.By}|{said.Date:O}|{said.Expires:O}|{said.Passes}|{said.Statement}|{said.Evidence}"),
        SignerRule rule => string.Create(
            CultureInfo.InvariantCulture,
            $"{Sorted(rule.Images)}|{Sorted(rule.Keys.Select(key => key.Fingerprint))}|{Sorted(rule.Authorities.Select(authority => authority.Thumbprint))}|{Sorted(rule.Identities.Select(identity => $"{identity.Issuer} {identity.Pattern}"))}|{rule.Threshold}|{Sorted(rule.Builders)}|{Sorted(rule.Predicates)}|{rule.NeedsLog}"),
        BaseRule rule => string.Create(CultureInfo.InvariantCulture, $"{place}|{Sorted(rule.Images)}|{rule.Owner}"),
        _ => Convert.ToString(item, CultureInfo.InvariantCulture)!,
    };

    private static string Sorted(IEnumerable<string> texts) => string.Join(',', texts.Order(StringComparer.Ordinal));
}
