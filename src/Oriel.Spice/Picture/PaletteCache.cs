namespace Oriel.Spice.Picture;

/// <summary>Palettes the server asked to keep (spice.md section 12.7). Entries are 0x00RRGGBB or, on 16-bit surfaces, x1r5g5b5 as they came; always 256 of them, missing ones black.</summary>
internal sealed class PaletteCache
{
    private const int MaxEntries = 256;
    private const int MaxPalettes = 1024;
    private readonly Dictionary<ulong, uint[]> _palettes = [];
    private readonly Queue<ulong> _order = [];

    /// <summary>Reads a palette structure.</summary>
    public static (ulong Id, uint[] Entries) Read(BodyReader reader)
    {
        var id = reader.U64();
        int count = reader.U16();
        if (count > MaxEntries)
        {
            throw reader.Broken($"a palette of {count} colours");
        }

        var entries = new uint[MaxEntries];
        for (var i = 0; i < count; i++)
        {
            entries[i] = reader.U32();
        }

        return (id, entries);
    }

    public void Keep(ulong id, uint[] entries)
    {
        if (_palettes.TryAdd(id, entries))
        {
            _order.Enqueue(id);
        }
        else
        {
            _palettes[id] = entries;
        }

        // Dropped ones stay in the order until they come up: it is trimmed with them.
        while (_palettes.Count > MaxPalettes || _order.Count > 2 * MaxPalettes)
        {
            _palettes.Remove(_order.Dequeue());
        }
    }

    public uint[]? Find(ulong id) => _palettes.GetValueOrDefault(id);

    public void Drop(ulong id) => _palettes.Remove(id);

    public void Clear()
    {
        _palettes.Clear();
        _order.Clear();
    }
}
