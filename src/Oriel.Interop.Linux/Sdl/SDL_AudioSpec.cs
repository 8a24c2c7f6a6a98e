using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>What an audio device is asked for, and what it gives.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SDL_AudioSpec
{
    public int freq;
    public ushort format;
    public byte channels;
    public byte silence;
    public ushort samples;
    public ushort padding;
    public uint size;
    public nint callback;
    public nint userdata;
}
