using System.Net;
using System.Text.RegularExpressions;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Where a browser ended.</summary>
internal sealed partial record Landing(Uri Address, HttpStatusCode Status, string Html)
{
    public string Path => Address.AbsolutePath;

    public static async Task<Landing> OfAsync(HttpResponseMessage answer)
    {
        using (answer)
            return new(answer.RequestMessage!.RequestUri!, answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The form whose action begins with this path, with its hidden fields.</summary>
    public (string Action, Dictionary<string, string> Fields)? Form(string action)
    {
        foreach (Match form in FormPattern().Matches(Html))
        {
            var target = WebUtility.HtmlDecode(form.Groups["action"].Value);
            if (!new Uri(Address, target).AbsolutePath.StartsWith(action, StringComparison.Ordinal))
                continue;
            var fields = HiddenPattern().Matches(form.Value).Select(field => field.Value).ToDictionary(
                field => WebUtility.HtmlDecode(NamePattern().Match(field).Groups["is"].Value), field => WebUtility.HtmlDecode(ValuePattern().Match(field).Groups["is"].Value), StringComparer.Ordinal);
            return (target, fields);
        }
        return null;
    }

    [GeneratedRegex("""<form[^>]*\saction="(?<action>[^"]*)".*?</form>""", RegexOptions.Singleline, 1000)]
    private static partial Regex FormPattern();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*>""", RegexOptions.None, 1000)]
    private static partial Regex HiddenPattern();

    [GeneratedRegex("""\sname="(?<is>[^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\svalue="(?<is>[^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex ValuePattern();
}
