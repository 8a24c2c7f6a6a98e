using Oriel.Interop.Linux.X11;

namespace Oriel.Display.Clipboard;

/// <summary>The names of ICCCM and of content types, as this server numbers them.</summary>
internal sealed class X11Atoms
{
    public const uint AtomType = 4;
    public const uint StringType = 31;
    public const uint IntegerType = 19;
    public const uint Primary = 1;

    private readonly (uint Atom, HostContentType Type)[] _targets;

    public X11Atoms(XConnection x)
    {
        Clipboard = x.InternAtom("CLIPBOARD");
        Targets = x.InternAtom("TARGETS");
        Multiple = x.InternAtom("MULTIPLE");
        Timestamp = x.InternAtom("TIMESTAMP");
        Incr = x.InternAtom("INCR");
        AtomPair = x.InternAtom("ATOM_PAIR");
        Time = x.InternAtom("ORIEL_TIME");
        _targets = [.. ContentNames.All.Select(t => (x.InternAtom(t.Name), t.Type))];
        Utf8 = _targets[0].Atom;
        Text = x.InternAtom("TEXT");
        Slots = [.. Enumerable.Range(0, 32).Select(i => x.InternAtom($"ORIEL_SELECTION_{i}"))];
    }

    public uint Clipboard { get; }

    public uint Targets { get; }

    public uint Multiple { get; }

    public uint Timestamp { get; }

    public uint Incr { get; }

    public uint AtomPair { get; }

    public uint Time { get; }

    public uint Utf8 { get; }

    public uint Text { get; }

    /// <summary>Properties of ours that conversions go to. Used in turn, so that a late answer does not meet a new question.</summary>
    public uint[] Slots { get; }

    public uint Of(HostSelection selection) => selection == HostSelection.Primary ? Primary : Clipboard;

    public HostSelection? Selection(uint atom) => atom == Clipboard ? HostSelection.Clipboard : atom == Primary ? HostSelection.Primary : null;

    public HostContentType? Type(uint target)
    {
        foreach (var (atom, type) in _targets)
        {
            if (atom == target)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>Targets we offer for these types.</summary>
    public uint[] Offer(IReadOnlyList<HostContentType> types) =>
        [Targets, Multiple, Timestamp, .. types.SelectMany(type => _targets.Where(t => t.Type == type).Select(t => t.Atom)).Distinct()];

    /// <summary>The target to ask for; 0 when the owner has none of the kind.</summary>
    public uint Best(HostContentType type, IReadOnlyList<uint> offered)
    {
        foreach (var (atom, kind) in _targets)
        {
            if (kind == type && offered.Contains(atom))
            {
                return atom;
            }
        }

        return 0;
    }
}
