using System.Runtime.InteropServices;
using System.Text.Json;
using Oriel.Cli.Headless;
using Oriel.Cli.Pictures;
using Oriel.Cli.Spice;
using Oriel.Display;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Record;

/// <summary>One recording, from the first picture to the finished file. The thread that runs it writes the pictures; the feed is one more reader of the region, and what the encoder cannot take is dropped here.</summary>
internal sealed class RecordSession : IDisposable
{
    // What is still in an encoder's hands may take a while; what never ends does not hold us for ever.
    private static readonly TimeSpan s_finish = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stuck = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(1);

    private readonly RecordOptions _options;
    private readonly RecordConsole _console;
    private readonly PictureStore _store;
    private readonly FeedLoop _feed;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private RecordedSound? _sound;
    private EncoderProcess? _encoder;
    private Timer? _watchdog;

    /// <summary>Prepares one.</summary>
    public RecordSession(RecordOptions options)
    {
        _options = options;
        _console = new RecordConsole(options.IsQuiet);
        _store = new PictureStore(options.IsVariable);
        _feed = new FeedLoop(new FeedOptions { Source = options.Source, KeepAll = options.IsVariable }, _store);
    }

    /// <summary>Records until the end that was asked for, SIGINT, SIGTERM or SIGHUP.</summary>
    public int Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        CheckTarget();
        var ffmpeg = _options.Target.Kind == RecordTargetKind.PipeWire ? null : FfmpegProgram.Open();
        var gstreamer = ffmpeg is null ? FindGStreamer() : null;
        _sound = OpenSound();
        _feed.Start();
        if (WaitForPicture() is not { } first)
        {
            return ExitCodes.Success;
        }

        var (plan, color) = Plan(first.Frame, ffmpeg);
        _encoder = EncoderProcess.Start(ffmpeg?.Path ?? gstreamer!, ffmpeg is null ? FfmpegArguments.MakePipeWire(plan) : FfmpegArguments.Make(plan, ffmpeg), diesWithUs: ffmpeg is null);
        var loop = Record(plan, color, first);
        _console.Clear();
        Report(plan, loop);
        return ExitCodes.Success;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchdog?.Dispose();
        _feed.Dispose();
        _sound?.Dispose();
        _encoder?.Dispose();
        _store.Dispose();
        _stop.Dispose();
    }

    private static string FindGStreamer() => FfmpegProgram.Find("gst-launch-1.0") ?? throw new OrielException(
        CliErrors.NoEncoderProgram, "no gst-launch-1.0 in PATH", "GStreamer with its PipeWire plugin",
        "install it: sudo apt install gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-pipewire (Debian, Ubuntu), sudo dnf install gstreamer1 gstreamer1-plugins-base pipewire-gstreamer (Fedora)");

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Set();

        // A recording thread that an encoder does not let go is freed by ending the encoder.
        _watchdog ??= new Timer(_ => _encoder?.Kill(), null, s_stuck + s_finish, Timeout.InfiniteTimeSpan);
    }

    private void CheckTarget()
    {
        var target = _options.Target;
        if (target.Kind == RecordTargetKind.File && File.Exists(target.Name) && !_options.Force && RecordConsole.MayReplace(target.Name) is not true)
        {
            throw new OrielException(CliErrors.FileExists, $"{target.Name} is there already", "a new file, or leave to replace that one", "name another file, or add --force");
        }

        if (target.Kind == RecordTargetKind.Device)
        {
            VideoDevice.Check(target.Name);
        }
    }

    private RecordedSound? OpenSound()
    {
        if (_options.Sound == SoundWish.None || _options.Target.IsLive || _options.Guest is not { } guest)
        {
            return null;
        }

        var address = SpiceAddress.Write(guest.Server);
        if (_options.Sound == SoundWish.Auto && SpiceClients.IsConnected(guest.Server) is not false)
        {
            _console.Note($"without sound: another program may be connected to the VM's SPICE server at {address}, and would be disconnected. --sound records it all the same");
            return null;
        }

        var sound = new RecordedSound(guest.Server);
        if (sound.Connect(s_connect) || _options.Sound == SoundWish.Take)
        {
            return sound;
        }

        if (guest.IsGiven)
        {
            _console.Note($"without sound: SPICE at {address}: {Commands.PlainText.Safe(sound.Status.Detail)}");
        }

        sound.Dispose();
        return null;
    }

    // Null when it was told to stop before there was one.
    private StoredPicture? WaitForPicture()
    {
        var began = FrameTimes.Now();
        while (true)
        {
            if (_store.Take() is { } picture)
            {
                return picture;
            }

            var left = _options.Patience - TimeSpan.FromTicks((FrameTimes.Now() - began) / 100);
            if (left <= TimeSpan.Zero)
            {
                throw HeadlessSession.WhyNoPicture(_feed.Status, "", 0, _options.Patience);
            }

            if (WaitHandle.WaitAny([_stop, _store.News], left) == 0)
            {
                return null;
            }
        }
    }

    private (RecordPlan Plan, PictureColor Color) Plan(in FrameHeader frame, FfmpegProgram? ffmpeg)
    {
        var isDeep = RowDecoder.IsDeep(frame) && !_options.IsSdr && !_options.Target.IsLive;
        var encoder = ffmpeg is null || _options.Target.IsLive ? null : ffmpeg.Choose(_options.Codec, isDeep && (RowDecoder.IsHdr(frame) || _options.Codec == "lossless"), _options.AllowHardware);
        var color = !isDeep || encoder is not { TakesTenBits: true } ? PictureColor.Sdr8 : RowDecoder.IsHdr(frame) ? PictureColor.Hdr10 : PictureColor.Sdr10;
        if (RowDecoder.IsHdr(frame) && color == PictureColor.Sdr8 && !_options.IsSdr)
        {
            _console.Note(encoder is null ? "the guest's picture is HDR: it is mapped to SDR" : $"the guest's picture is HDR: it is mapped to SDR, because {encoder.Name} takes 8 bits. --codec hevc, av1 or lossless keeps it");
        }

        var size = DesktopSize.Of(frame);
        var (width, height) = _options.Size ?? (size.Width, size.Height);
        var hdr = color == PictureColor.Hdr10 && (frame.Flags & FrameFlags.HdrMetadata) != 0 ? frame.Hdr : (HdrMetadata?)null;
        var pictures = new PictureStreamFormat(width, height, color != PictureColor.Sdr8, color == PictureColor.Hdr10, _options.IsVariable ? 0 : _options.RateHz, hdr);
        return (new RecordPlan(_options.Target, pictures, _sound is null ? null : RecordedSound.Format, encoder, _options.Quality, _options.IsVariable ? 0 : _options.RateHz), color);
    }

    private RecordLoop Record(RecordPlan plan, PictureColor color, StoredPicture first)
    {
        var stream = _encoder!.Stream;
        IPictureOutput output = plan.Target.Kind == RecordTargetKind.PipeWire ? new RawOutput(stream) : new MatroskaOutput(stream, plan.Pictures, plan.Sound);
        var writer = new PictureWriter(plan.Pictures, color, new ViewSettings().PeakLuminanceNits, _options.ShowCursor);
        RecordLoop loop = null!;
        loop = new RecordLoop(_store, writer, output, _sound, new RecordPace(_options.RateHz, _options.IsVariable, plan.Target.IsLive, _options.Duration), _stop)
        {
            Progress = () =>
            {
                _console.Tell(_store.Status);
                _console.Progress(loop, Bytes, () => Dropped(loop));
            },
        };
        if (plan.Target.IsLive)
        {
            _console.Note($"{plan.Target.Name} shows the guest, {plan.Pictures.Width}x{plan.Pictures.Height}, until Ctrl+C");
        }

        try
        {
            loop.Run(first);
            stream.Flush();
        }
        catch (IOException)
        {
            _console.Clear();
            throw _encoder.Failure();
        }

        if (plan.Target.IsLive)
        {
            _encoder.End();
        }
        else
        {
            _encoder.Finish(s_finish);
        }

        return loop;
    }

    private long Dropped(RecordLoop loop) => _options.IsVariable ? _feed.Counters.NoSlot : loop.Dropped;

    private long? Bytes() => _options.Target.Kind == RecordTargetKind.File && new FileInfo(_options.Target.Name) is { Exists: true } file ? file.Length : null;

    private void Report(RecordPlan plan, RecordLoop loop)
    {
        var report = new RecordReport
        {
            Target = plan.Target.Name,
            Seconds = Math.Round(loop.Time.TotalSeconds, 3),
            Pictures = loop.Pictures,
            Written = loop.Written,
            GuestFrames = _store.Published,
            Dropped = Dropped(loop),
            Missed = _feed.Counters.Missed,
            Rate = _options.IsVariable ? null : _options.RateHz,
            Width = plan.Pictures.Width,
            Height = plan.Pictures.Height,
            Encoder = plan.Encoder?.Name,
            IsHardware = plan.Encoder is { IsHardware: true },
            IsLossless = plan.Encoder is { IsLossless: true },
            IsHdr = plan.Pictures.IsHdr,
            HasSound = plan.Sound is not null,
            SoundSeconds = Math.Round(_sound?.ReceivedSeconds ?? 0, 3),
            Bytes = Bytes(),
        };
        if (!_options.IsQuiet)
        {
            Console.Error.WriteLine($"oriel: {RecordText.Summary(report)}");
        }

        if (_options.IsJson)
        {
            (plan.Target.Kind == RecordTargetKind.Pipe ? Console.Error : Console.Out).WriteLine(JsonSerializer.Serialize(report, RecordJson.Default.RecordReport));
        }
    }
}
