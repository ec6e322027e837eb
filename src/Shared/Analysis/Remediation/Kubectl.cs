using System.Globalization;
using System.Text;
using Posture.Model.Inventory;
using Posture.Model.Names;

namespace Posture.Analysis.Remediation;

/// <summary>The commands that carry out a remedy. Names come from clusters: whatever a shell could read as more than a word is quoted.</summary>
public static class Kubectl
{
    /// <summary>Changes one object as its patch says.</summary>
    public static string Patch(ObjectChange change) =>
        $"kubectl patch {Named(change.Group, change.Kind, change.Name)}{In(change.Namespace)} --type json -p {Quoted(change.Patch.ToJsonString())}";

    /// <summary>The same, only tried by the API server.</summary>
    public static string Try(ObjectChange change) => Patch(change) + " --dry-run=server";

    /// <summary>Deletes an object.</summary>
    public static string Delete(ObjectRef item) => $"kubectl delete {Named(item.Group, item.Kind, item.Name)}{In(item.Namespace)}";

    /// <summary>Fetches the whole manifest, for a change that the API server takes only on a new object.</summary>
    public static string Recreate(ObjectChange change)
    {
        var resource = $"{Named(change.Group, change.Kind, change.Name)}{In(change.Namespace)}";
        return $"kubectl get {resource} -o yaml > object.yaml\n# make the change shown, then\nkubectl replace --force -f object.yaml";
    }

    /// <summary>A name that begins with a dash would be an option of the command, quoted or not.</summary>
    private static string Named(string group, string kind, string name) => Resource(group, kind) + (name is ['-', ..] ? '/' : ' ') + Word(name);

    private static string Resource(string group, string kind)
    {
        var known = KnownKinds.Find(group, kind);
        var plural = known?.Plural ?? kind.ToLowerInvariant();
        return Word(group.Length == 0 ? plural : $"{plural}.{group}");
    }

    internal static string In(string ns) => ns.Length == 0 ? "" : $" -n {Word(ns)}";

    internal static string Word(string text) => text.Length > 0 && text[0] != '-' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':')
        ? text
        : Quoted(text);

    /// <summary>Signs that are not seen are written as escapes (B-37), which bash, zsh and ksh read between <c>$'</c> and <c>'</c>: what is copied is what is seen.</summary>
    private static string Quoted(string text) => VisibleText.Of(text) == text
        ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : $"$'{string.Concat(text.EnumerateRunes().Select(Escaped))}'";

    private static string Escaped(Rune rune) => rune.Value is '\'' or '\\'
        ? "\\" + rune
        : VisibleText.IsHidden(rune) ? string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}") : rune.ToString();
}
