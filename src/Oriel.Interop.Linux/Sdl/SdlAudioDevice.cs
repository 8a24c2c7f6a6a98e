using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>
/// One open audio device. SDL calls <see cref="IAudioFill"/> or <see cref="IAudioTake"/> on a thread of its own, with high but ordinary priority, until this is disposed; then
/// the thread has ended.
/// </summary>
public sealed unsafe class SdlAudioDevice : IDisposable
{
    private readonly IAudioFill? _fill;
    private readonly IAudioTake? _take;
    private GCHandle _self;
    private uint _id;

    private SdlAudioDevice(IAudioFill? fill, IAudioTake? take)
    {
        _fill = fill;
        _take = take;
    }

    /// <summary>Channels the callback gets.</summary>
    public int Channels { get; private set; }

    /// <summary>Frames per second the callback gets.</summary>
    public int FrequencyHz { get; private set; }

    /// <summary>Frames of one callback.</summary>
    public int PeriodFrames { get; private set; }

    /// <summary>True when the device went away: unplugged, or its server ended. Any thread.</summary>
    public bool IsLost => _id == 0 || SdlAudioNative.SDL_GetAudioDeviceStatus(_id) == SdlAudioConstants.Stopped;

    /// <summary>Opens an output (with <paramref name="fill"/>) or an input (with <paramref name="take"/>) and starts it. Rate, channels and period are wishes.</summary>
    /// <param name="name">One of <see cref="SdlAudio.GetDevices"/>; null = the default, which may change while it is open.</param>
    /// <param name="channels">1 to 8.</param>
    /// <param name="frequencyHz">Frames per second.</param>
    /// <param name="periodFrames">Frames of one callback.</param>
    /// <param name="fill">Gives samples.</param>
    /// <param name="take">Takes samples.</param>
    /// <param name="device">The device.</param>
    /// <returns>False with <see cref="SdlApi.GetError"/>.</returns>
    public static bool TryOpen(string? name, int channels, int frequencyHz, int periodFrames, IAudioFill? fill, IAudioTake? take, out SdlAudioDevice? device)
    {
        if (fill is null == take is null)
        {
            throw new ArgumentException("a device either fills or takes", nameof(fill));
        }

        var opened = new SdlAudioDevice(fill, take);
        opened._self = GCHandle.Alloc(opened);
        // SAFETY: the callback gets this handle, which is freed only after SDL_CloseAudioDevice has joined the thread that calls it.
        delegate* unmanaged[Cdecl]<nint, byte*, int, void> callback = &OnAudio;
        var desired = new SDL_AudioSpec
        {
            freq = frequencyHz,
            format = SdlAudioConstants.Float32,
            channels = checked((byte)channels),
            samples = checked((ushort)periodFrames),
            callback = (nint)callback,
            userdata = GCHandle.ToIntPtr(opened._self),
        };
        SDL_AudioSpec obtained;
        const int Allowed = SdlAudioConstants.AllowFrequencyChange | SdlAudioConstants.AllowChannelsChange | SdlAudioConstants.AllowSamplesChange;
        opened._id = SdlAudioNative.SDL_OpenAudioDevice(name, take is null ? 0 : 1, &desired, &obtained, Allowed);
        if (opened._id == 0)
        {
            opened._self.Free();
            device = null;
            return false;
        }

        opened.Channels = obtained.channels;
        opened.FrequencyHz = obtained.freq;
        opened.PeriodFrames = obtained.samples;
        device = opened;
        return true;
    }

    /// <summary>Lets the callbacks begin; a device is opened silent.</summary>
    public void Begin() => SdlAudioNative.SDL_PauseAudioDevice(_id, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_id != 0)
        {
            SdlAudioNative.SDL_CloseAudioDevice(_id);
            _id = 0;
            _self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAudio(nint state, byte* stream, int bytes)
    {
        // SAFETY: SDL's buffer has "bytes" bytes of 32-bit floats and belongs to this call.
        var samples = new Span<float>(stream, bytes / sizeof(float));
        try
        {
            var device = (SdlAudioDevice)GCHandle.FromIntPtr(state).Target!;
            if (device._fill is { } fill)
            {
                fill.Fill(samples);
            }
            else
            {
                device._take!.Take(samples);
            }
        }
#pragma warning disable CA1031 // An exception that crosses native frames ends the process; silence is the better failure.
        catch (Exception)
#pragma warning restore CA1031
        {
            samples.Clear();
        }
    }
}
