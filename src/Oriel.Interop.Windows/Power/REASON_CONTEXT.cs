namespace Oriel.Interop.Windows.Power;

/// <summary>Why a request is made, with one text; the union's larger half is room only.</summary>
internal unsafe struct REASON_CONTEXT
{
    public uint Version;
    public uint Flags;
    public char* Reason;
    public fixed ulong _detailed[2];
}
