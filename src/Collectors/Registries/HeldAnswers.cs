namespace Posture.Collectors.Registries;

/// <summary>Answers that hold for a while: each is asked for once, however many want it at the same time.</summary>
/// <param name="most">Answers held; past it the memory starts anew.</param>
/// <param name="time">Clock.</param>
internal sealed class HeldAnswers<TKey, T>(int most, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private readonly Dictionary<TKey, (Task<T> Answer, DateTimeOffset Until)> _held = [];

    /// <summary>The answer, asked for if none is held or it holds no longer.</summary>
    public Task<T> Of(TKey key, TimeSpan good, Func<Task<T>> ask)
    {
        lock (_turn)
        {
            if (_held.TryGetValue(key, out var held) && held.Until > time.GetUtcNow())
                return held.Answer;
            if (_held.Count >= most)
                _held.Clear();
            var answer = ask();
            _held[key] = (answer, time.GetUtcNow() + good);
            return answer;
        }
    }

    /// <summary>An answer that came to nothing: asked for again sooner.</summary>
    public void Shorten(TKey key, DateTimeOffset until)
    {
        lock (_turn)
            if (_held.TryGetValue(key, out var held) && held.Until > until)
                _held[key] = (held.Answer, until);
    }
}
