namespace Posture.Analysis.Indexes;

/// <summary>Names of Linux capabilities as manifests write them: any case, with or without the <c>CAP_</c> prefix; ALL stands for every one.</summary>
public static class LinuxCapability
{
    private const string Prefix = "CAP_";

    /// <summary>The bare name, upper case: <c>NET_RAW</c> for <c>cap_net_raw</c>.</summary>
    public static string Normalise(string name)
    {
        var bare = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
        return bare.ToUpperInvariant();
    }

    /// <summary>Whether a list names the capability itself or ALL.</summary>
    public static bool Covers(IReadOnlyList<string> names, string capability)
    {
        for (var i = 0; i < names.Count; i++)
            if (Is(names[i], capability) || Is(names[i], "ALL"))
                return true;
        return false;
    }

    private static bool Is(string written, string capability)
    {
        var bare = written.AsSpan(written.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Prefix.Length : 0);
        return bare.Equals(capability, StringComparison.OrdinalIgnoreCase);
    }
}
