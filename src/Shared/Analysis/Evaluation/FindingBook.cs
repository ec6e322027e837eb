using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>
/// The findings held, by subject: checks are asked of one subject after the other, so what is said of it lies together and takes one look-up. A kind of object
/// has places for the checks that judge it and for no others.
/// </summary>
internal sealed class FindingBook(ControlCatalogue catalogue, ObjectRef cluster)
{
    private readonly Dictionary<(string ApiVersion, string Kind), Sheet> _sheets = [];

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Every finding, ordered by control, then object: the order of all outputs.</summary>
    public IEnumerable<Finding> InOrder()
    {
        var byCheck = catalogue.Checks.Select(_ => new List<Finding>()).ToList();
        foreach (var entry in _sheets.Values.SelectMany(sheet => sheet.Entries.Values)
            .OrderBy(entry => entry.Subject.Namespace, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subject.Kind, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subject.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subject.ApiVersion, StringComparer.Ordinal))
            foreach (var check in entry.Sheet.Checks)
                if (entry.Of(check) is { } finding)
                    byCheck[check].Add(finding);
        return byCheck.SelectMany(findings => findings);
    }

    /// <summary>What is held of a subject; null when no check has judged it.</summary>
    public Entry? Find(ObjectRef subject) =>
        _sheets.TryGetValue((subject.ApiVersion, subject.Kind), out var sheet) ? sheet.Entries.GetValueOrDefault(subject) : null;

    public Entry FindOrAdd(ObjectRef subject)
    {
        if (!_sheets.TryGetValue((subject.ApiVersion, subject.Kind), out var sheet))
            _sheets[(subject.ApiVersion, subject.Kind)] = sheet = new(ChecksOf(subject), catalogue);
        IsEmpty = false;
        if (!sheet.Entries.TryGetValue(subject, out var entry))
            sheet.Entries[subject] = entry = new(subject, sheet);
        return entry;
    }

    /// <summary>Subjects of a check's findings, those that count in some namespaces or all.</summary>
    public List<ObjectRef> SubjectsOf(int check, Func<string, bool>? namespaces)
    {
        var subjects = new List<ObjectRef>();
        foreach (var sheet in _sheets.Values)
            if (sheet.PlaceOf(check) >= 0)
                foreach (var (subject, entry) in sheet.Entries)
                    if ((namespaces is null || namespaces(subject.ScopeNamespace)) && entry.Of(check) is not null)
                        subjects.Add(subject);
        return subjects;
    }

    /// <summary>Takes a finding out; null when none was held.</summary>
    public Finding? Remove(int check, ObjectRef subject)
    {
        if (Find(subject) is not { } entry || entry.Of(check) is not { } gone)
            return null;
        entry.Set(check, null, asksPods: false);
        if (entry.IsEmpty)
            entry.Sheet.Entries.Remove(subject);
        return gone;
    }

    /// <summary>Every check may say something of the cluster; of an object those of its kind.</summary>
    private IEnumerable<int> ChecksOf(ObjectRef subject)
    {
        var kind = new KindRef(subject.Group, subject.Kind);
        return Enumerable.Range(0, catalogue.Checks.Count).Where(check => subject == cluster || catalogue.Checks[check].SubjectKinds.Contains(kind));
    }

    /// <summary>Subjects of one kind and version, and which checks judge them.</summary>
    internal sealed class Sheet
    {
        private readonly short[] _places;

        public Sheet(IEnumerable<int> checks, ControlCatalogue catalogue)
        {
            // Checks of workloads apart: most pods belong to one, and none of these checks judges them by themselves.
            Checks = [.. checks.OrderBy(check => catalogue.Checks[check] is WorkloadCheck)];
            Own = Checks.Count(check => catalogue.Checks[check] is not WorkloadCheck);
            _places = new short[catalogue.Checks.Count];
            Array.Fill(_places, (short)-1);
            for (var i = 0; i < Checks.Length; i++)
                _places[Checks[i]] = (short)i;
        }

        /// <summary>The checks, in the order of the places in an entry.</summary>
        public int[] Checks { get; }

        /// <summary>How many of them come before those of workloads.</summary>
        public int Own { get; }

        public Dictionary<ObjectRef, Entry> Entries { get; } = [];

        /// <summary>Place of a check's finding in an entry; -1 for one that does not judge the kind.</summary>
        public int PlaceOf(int check) => _places[check];
    }

    /// <summary>Findings of one subject.</summary>
    internal sealed class Entry(ObjectRef subject, Sheet sheet)
    {
        private Finding?[] _own = [];
        private Finding?[] _asWorkload = [];
        private bool[] _asksPods = [];
        private int _count;

        public ObjectRef Subject { get; } = subject;

        public Sheet Sheet { get; } = sheet;

        public bool IsEmpty => _count == 0;

        public Finding? Of(int check)
        {
            var place = Sheet.PlaceOf(check);
            var (findings, at) = place < Sheet.Own ? (_own, place) : (_asWorkload, place - Sheet.Own);
            return (uint)at < (uint)findings.Length ? findings[at] : null;
        }

        /// <summary>
        /// Whether a check of workloads looked at the pods when it judged this one. One that did not would say the same after they change; nothing is known of one that
        /// has not judged it.
        /// </summary>
        public bool AsksPods(int check) => Of(check) is null || Sheet.PlaceOf(check) is var place && (place < Sheet.Own || _asksPods[place - Sheet.Own]);

        public void Set(int check, Finding? finding, bool asksPods)
        {
            _count += (finding is null ? 0 : 1) - (Of(check) is null ? 0 : 1);
            var place = Sheet.PlaceOf(check);
            if (place < Sheet.Own)
            {
                _own = _own.Length == 0 ? new Finding?[Sheet.Own] : _own;
                _own[place] = finding;
                return;
            }
            if (_asWorkload.Length == 0)
                (_asWorkload, _asksPods) = (new Finding?[Sheet.Checks.Length - Sheet.Own], new bool[Sheet.Checks.Length - Sheet.Own]);
            (_asWorkload[place - Sheet.Own], _asksPods[place - Sheet.Own]) = (finding, asksPods);
        }
    }
}
