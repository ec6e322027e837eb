using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Words about registries: in addresses, and the keys of texts.</summary>
internal static class RegistryWords
{
    /// <summary>Classes that an address asks for.</summary>
    public static IReadOnlyList<string> ClassesOf(PageQuery query)
    {
        var names = new List<string>();
        foreach (var word in query.All("class"))
            if (ImageStanding.Classes.Contains(word))
                names.Add(word);
            else
                query.Reject("class", word);
        return names;
    }

    /// <summary>A class; any other word is one that nobody asked the policy of.</summary>
    public static string ClassIn(IStringLocalizer<RegistriesText> texts, string name) => texts[ImageStanding.Classes.Contains(name) ? "Class" + name : nameof(RegistriesText.ClassNone)];

    /// <summary>How a registry was asked.</summary>
    public static string TransportIn(IStringLocalizer<RegistriesText> texts, string? word) => texts[word switch
    {
        ImageRegistry.SystemTrust => nameof(RegistriesText.TransportSystem),
        ImageRegistry.OwnTrust => nameof(RegistriesText.TransportOwn),
        ImageRegistry.Plain => nameof(RegistriesText.TransportPlain),
        _ => nameof(RegistriesText.NotAsked),
    }];
}
