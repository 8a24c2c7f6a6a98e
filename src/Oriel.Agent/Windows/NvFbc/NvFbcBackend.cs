using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Interop.Windows.NvFbc;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows.NvFbc;

/// <summary>
/// NVIDIA's capture interface to system memory, with the driver's map of changed blocks as damage. Most consumer cards refuse it. The pointer is not in the picture; the agent
/// tells it as with every other backend. Capture thread.
/// </summary>
internal sealed class NvFbcBackend : ICaptureBackend
{
    /// <summary>Longest wait inside the driver, which no flag of ours can end.</summary>
    private const int LongestGrabMs = 50;

    private const int MostAdapters = 8;
    private const int PixelBytes = 4;
    private const int SmallBlockPixels = 16;
    private const int LargeBlockPixels = 128;

    private readonly NvFbcSession _session;
    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private readonly DiffMapDamage _map;
    private readonly bool _hdr;
    private readonly string _head;
    private uint _sourcePitchBytes;
    private bool _voided;

    private NvFbcBackend(NvFbcSession session, int blockPixels, bool hdr, int adapter, in NvFbcPicture picture, WakeFlag stop, WakeFlag wake)
    {
        (_session, _hdr, _stop, _wake) = (session, hdr, stop, wake);
        _map = new DiffMapDamage(blockPixels);
        _head = $"adapter {adapter}";
        _sourcePitchBytes = picture.PitchBytes;
        Mode = ModeOf(picture);
        _map.Resize(Mode.Width, Mode.Height);
    }

    /// <inheritdoc/>
    public string Name => "NVIDIA NvFBC";

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <inheritdoc/>
    public long ChangedAt { get; private set; }

    /// <summary>Opens it. Throws <see cref="OrielException"/> with what the driver says.</summary>
    /// <param name="library">The interface.</param>
    /// <param name="options">Settings.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public static NvFbcBackend Open(INvFbc library, NvFbcOptions options, WakeFlag stop, WakeFlag wake)
    {
        if (!library.IsInstalled)
        {
            throw Refused("there is no NvFBC64.dll in the system directory", "install NVIDIA's driver; other cards have no such interface");
        }

        var (first, last) = options.AdapterIndex < 0 ? (0, MostAdapters - 1) : (options.AdapterIndex, options.AdapterIndex);
        OrielException? reason = null;
        for (var adapter = first; adapter <= last; adapter++)
        {
            var answer = library.ReadStatus(adapter, out var status);
            if (answer == NvFbcResult.Success && status.IsPossible)
            {
                return Start(library, adapter, status, options, stop, wake);
            }

            // The first adapter's answer says most: those after it may not exist.
            reason ??= Refused(
                answer == NvFbcResult.Success ? $"the driver says that capturing is not enabled on adapter {adapter}" : $"{Words(answer)} (adapter {adapter})",
                "use desktop duplication; NVIDIA enables this interface on its professional cards only");
        }

        throw reason!;
    }

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage()
    {
        var pitch = FramePitch.For(Mode.Type, (uint)Mode.Width);
        return new CaptureImage(new NvFbcMemory(PixelBuffer.Allocate((nuint)pitch * (nuint)Mode.Height), pitch), Mode);
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_stop.IsRaised)
        {
            var leftNs = timeoutNs < 0 ? long.MaxValue : timeoutNs - (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            var sliceMs = (uint)Math.Clamp((leftNs + 999_999) / 1_000_000, 0, LongestGrabMs);
            var outcome = Grab(sliceMs, changed);
            if (outcome != CaptureOutcome.Unchanged || _wake.Lower() || leftNs <= sliceMs * 1_000_000L)
            {
                return outcome;
            }
        }

        return CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what)
    {
        if (_voided || _session.Pixels is not { } pixels)
        {
            return CaptureOutcome.Lost;
        }

        var memory = (NvFbcMemory)image.Memory;
        if (what.IsEverything)
        {
            Copy(pixels, memory, new DamageRect(0, 0, (uint)Mode.Width, (uint)Mode.Height));
        }
        else
        {
            foreach (ref readonly var rect in what.Rects)
            {
                Copy(pixels, memory, rect);
            }
        }

        return CaptureOutcome.Changed;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static OrielException Refused(string seen, string remedy) =>
        new(AgentErrors.NvFbcRefused, seen, "an NVIDIA card whose driver lets programs capture the frame buffer", remedy);

    private static string Words(NvFbcResult result) => result switch
    {
        NvFbcResult.Unsupported or NvFbcResult.UnsupportedPlatform => "NvFBC is not supported on this card",
        NvFbcResult.Disabled => "NvFBC is switched off in the driver",
        NvFbcResult.IncompatibleDriver or NvFbcResult.IncompatibleVersion => "this driver has another version of NvFBC",
        NvFbcResult.InsufficientPrivileges => "this account may not use NvFBC",
        NvFbcResult.InvalidTarget => "the adapter is not NVIDIA's, or shows no desktop",
        _ => $"NvFBC answered {result} ({(int)result})",
    };

    private static NvFbcBackend Start(INvFbc library, int adapter, in NvFbcStatus status, NvFbcOptions options, WakeFlag stop, WakeFlag wake)
    {
        var result = library.TryCreate(adapter, out var session);
        if (session is null)
        {
            throw Refused(Words(result), "use desktop duplication; NVIDIA enables this interface on its professional cards only");
        }

        var small = options.BlockPixels < LargeBlockPixels && status.HasSmallBlocks;
        result = session.SetUp(diffMap: true, small, options.Hdr);
        NvFbcPicture picture = default;
        if (result == NvFbcResult.Success)
        {
            result = session.Grab(0, out picture);
        }

        if (result == NvFbcResult.Success && !picture.MustRecreate)
        {
            return new NvFbcBackend(session, small ? SmallBlockPixels : LargeBlockPixels, options.Hdr, adapter, picture, stop, wake);
        }

        session.Dispose();
        throw Refused(picture.MustRecreate ? "the session was void at once" : Words(result), "look whether another program captures the screen; update the driver");
    }

    private void Copy(PixelBuffer from, NvFbcMemory to, in DamageRect rect)
    {
        var bytes = (int)rect.Width * PixelBytes;
        for (var y = rect.Y; y < rect.Y + rect.Height; y++)
        {
            from.AsSpan(((nuint)y * _sourcePitchBytes) + (rect.X * PixelBytes), bytes).CopyTo(to.Pixels.AsSpan(((nuint)y * to.PitchBytes) + (rect.X * PixelBytes), bytes));
        }
    }

    private CaptureMode ModeOf(in NvFbcPicture picture) =>
        new(_hdr ? FrameType.Rgba10 : FrameType.Bgra, picture.Width, picture.Height, 0, 0, FrameRotation.None, _head)
        {
            Flags = _hdr && picture.IsHdr ? FrameFlags.Hdr | FrameFlags.HdrPq : default,
        };

    private bool IsSameMode(in NvFbcPicture picture) =>
        picture.Width == Mode.Width && picture.Height == Mode.Height && (_hdr && picture.IsHdr) == ((Mode.Flags & FrameFlags.Hdr) != 0);

    private CaptureOutcome Grab(uint timeoutMs, DamageList changed)
    {
        if (_voided)
        {
            return CaptureOutcome.Lost;
        }

        var result = _session.Grab(timeoutMs, out var picture);
        if (result != NvFbcResult.Success || picture.MustRecreate)
        {
            _voided = true;
            return CaptureOutcome.Lost;
        }

        // The call waits for a change and reads the pixels, and does not tell when: no later than now.
        ChangedAt = Stopwatch.GetTimestamp();
        _sourcePitchBytes = picture.PitchBytes;
        if (!IsSameMode(picture))
        {
            Mode = ModeOf(picture);
            _map.Resize(Mode.Width, Mode.Height);
            return CaptureOutcome.ModeChanged;
        }

        if (picture.IsFirst || !_session.TryCopyDiffMap(_map.Blocks))
        {
            changed.SetEverything();
            return CaptureOutcome.Changed;
        }

        _map.AddTo(changed, Mode.Width, Mode.Height);
        return changed.IsEmpty ? CaptureOutcome.Unchanged : CaptureOutcome.Changed;
    }
}
