namespace Oriel.Display.Clipboard;

/// <summary>A MULTIPLE request: pairs of target and property, told to the requestor when all are converted. Clipboard thread.</summary>
internal sealed class X11Multiple(uint requestor, uint selection, uint property, uint time, uint[] pairs)
{
    public uint Requestor { get; } = requestor;

    public uint Selection { get; } = selection;

    public uint Property { get; } = property;

    public uint Time { get; } = time;

    /// <summary>As the requestor wrote them; a refused one gets property 0.</summary>
    public uint[] Pairs { get; } = pairs;

    public int Open { get; set; } = pairs.Length / 2;

    public void Refuse(uint property)
    {
        for (var i = 1; i < Pairs.Length; i += 2)
        {
            if (Pairs[i] == property)
            {
                Pairs[i] = 0;
            }
        }
    }
}
