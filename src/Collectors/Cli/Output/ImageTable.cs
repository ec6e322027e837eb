using System.Globalization;

namespace Posture.Collectors.Cli.Output;

/// <summary>An image's provenance for a terminal.</summary>
internal static class ImageTable
{
    public static void Write(ImageProvenanceDocument document, TextWriter output)
    {
        output.WriteLine(Words.Printable($"{Words.Provenance(document.State)}: {document.Reference}"));
        output.WriteLine($"  {document.Digest}");
        if (document.Reason is { } reason)
            output.WriteLine(Words.Printable($"  {document.Code}: {reason}"));
        var root = document.TrustedRoot;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  root      {(root.Source == "public" ? "the public one of this version" : "of the file")}, of {root.Since:yyyy-MM-dd}, {root.AgeDays} days old"));
        if (root.Warning is { } warning)
            output.WriteLine($"            {warning}: signatures of newer logs and authorities cannot be verified; give a newer one with --trusted-root, or update this product");
        foreach (var one in document.Signatures)
        {
            output.WriteLine(Words.Printable(one.Holds
                ? $"  {(one.Expected ? "expected" : "other"),-9} {one.Format}{(one.PredicateType is { } type ? $" {type}" : "")} by {one.Signer}{(one.Issuer is { } issuer ? $" ({issuer})" : "")}{Time(one.SignedAt)}"
                : $"  {"refused",-9} {one.Format}: {one.Code}: {one.Reason}"));
            if (one.Builder is { } builder)
                output.WriteLine(Words.Printable($"            built by {builder}{(one.Source is { } source ? $" from {source}" : "")}"));
        }
    }

    private static string Time(DateTimeOffset? at) => at is { } time ? time.UtcDateTime.ToString("' at 'yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : ", at a time that nobody vouches for";
}
