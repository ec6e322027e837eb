using Microsoft.Extensions.Localization;
using Posture.Model.Names;

namespace Posture.Dashboard.Resources;

/// <summary>Texts in the reader's language; what is put into a sentence was given by a cluster, a provider or a person and is made fit to be shown (B-37), wherever the sentence stands.</summary>
internal sealed class VisibleTexts<T>(IStringLocalizerFactory factory) : IStringLocalizer<T>
{
    private readonly IStringLocalizer _texts = factory.Create(typeof(T));

    public LocalizedString this[string name] => _texts[name];

    public LocalizedString this[string name, params object[] arguments] => _texts[name, Array.ConvertAll(arguments, argument => argument is string text ? VisibleText.Of(text) : argument)];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _texts.GetAllStrings(includeParentCultures);
}

/// <summary>Registers <see cref="VisibleTexts{T}"/>.</summary>
internal static class VisibleTextsExtensions
{
    public static IServiceCollection AddTexts(this IServiceCollection services) => services.AddLocalization().AddTransient(typeof(IStringLocalizer<>), typeof(VisibleTexts<>));
}
