using Posture.Model.Inventory;

namespace Posture.Store.Reading;

/// <summary>The column <c>rank</c> of <c>image_facts</c>: one number that tells the state and whom to believe, so that the greatest of a digest's is found in one pass.</summary>
internal static class ImageRank
{
    private const int Bits = 3;
    private const long Looked = 1L << 60;

    public static IReadOnlyList<string> States => ImageTrust.States;

    /// <summary>What stands for a digest that nobody looked at.</summary>
    public static readonly int None = StateOf(ImageTrust.NotChecked);

    /// <summary>Place of a state in the list of all; a word that is none of them is not checked.</summary>
    public static int StateOf(string? word)
    {
        for (var i = 0; i < States.Count; i++)
            if (States[i] == word)
                return i;
        return StateOf(ImageTrust.NotChecked);
    }

    /// <summary>The rank of what was found out.</summary>
    public static long Of(int state, DateTimeOffset? at) => (state == None ? 0 : Looked) + ((at?.ToUnixTimeMilliseconds() ?? 0) << Bits) + state;

    /// <summary>The state in it.</summary>
    public static int StateOf(long rank) => (int)(rank & ((1 << Bits) - 1));

    /// <summary>The state in SQL, from an expression for the greatest rank.</summary>
    public static string State(string rank) => $"(coalesce({rank}, {None}) & {(1 << Bits) - 1})";
}
