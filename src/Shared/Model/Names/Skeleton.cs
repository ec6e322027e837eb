using System.Collections.Frozen;
using System.Text;

namespace Posture.Model.Names;

/// <summary>
/// What a name is looked for and put in order by (B-37): names that look alike are alike in it. A text of ASCII is its own, in small letters; another one is brought to NFKC, letters
/// drawn like a Latin one become that one (Unicode Technical Standard 39, confusables.txt of Unicode 17: what is drawn the same in the usual faces, of Cyrillic, Greek, Armenian,
/// Cherokee and the rest of Latin), and signs that are not seen are left out. Never an identity: two names of one skeleton stay two.
/// </summary>
public static class Skeleton
{
    private const string Alike =
        "аa сc ԁd еe ҽe һh іi їi јj ӏl оo рp ԛq ѕs уy үy ѵv ԝw хx АA ВB СC ЕE НH ІI ЇI ЈJ КK ӀI МM ОO РP ԚQ ЅS ТT УY ҮY ѴV ԜW ХX ԌG "
        + "αa ιi κk νv οo ρp σo υu γy ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ͿJ "
        + "օo ոn սu հh ցg զq ՍU ՕO ՏS ԼL "
        + "ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ "
        + "ıi ɑa ɡg ɩi ɪi ƅb ʋu ĸk ‐- ‒- –- —- −- ∕/ ⁄/ ։: ׃: ː:";

    /// <summary>First and last of what is not seen: soft hyphen, joiner of graphemes, zero width and direction, word joiner and invisible operators, byte order mark.</summary>
    private static readonly (int First, int Last)[] Unseen = [(0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)];

    private static readonly string[] Pairs = Alike.Split(' ');

    private static readonly FrozenDictionary<char, char?> Drawn = From.Select((sign, index) => (sign, index)).ToFrozenDictionary(item => item.sign, item => item.index < To.Length ? To[item.index] : (char?)null);

    /// <summary>Letters that are drawn like those of <see cref="To"/>, in the same places, and after them what is left out.</summary>
    public static string From => string.Concat(Pairs.Select(pair => pair[0])) + string.Concat(Unseen.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1)).Select(value => (char)value));

    /// <summary>What the letters of <see cref="From"/> look like.</summary>
    public static string To => string.Concat(Pairs.Select(pair => pair[1]));

    /// <summary>The skeleton of a name.</summary>
    public static string Of(string name)
    {
        if (Ascii.IsValid(name))
            return name.ToLowerInvariant();
        var drawn = new StringBuilder(name.Length);
        // Halves of characters have no normal form.
        foreach (var sign in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKC))
            if (!Drawn.TryGetValue(sign, out var like))
                drawn.Append(sign);
            else if (like is { } letter)
                drawn.Append(letter);
        return drawn.ToString().ToLowerInvariant();
    }
}
