using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel pattern</c>: a synthetic guest that feeds a test pattern into a region.</summary>
internal sealed class PatternCommand
{
    private readonly Option<string?> _region = RegionOption.Create(isWritten: true);

    private readonly Option<ulong> _create = new("--create")
    {
        HelpName = "SIZE",
        Description = "Make the region file first, of this size (bytes, or with K, M, G), and delete it at the end",
        CustomParser = ParseSize,
    };

    private readonly Option<(uint Width, uint Height)> _size = new("--size")
    {
        HelpName = "WxH",
        Description = "Picture size in pixels, at least 8x6; 1920x1080 when not given",
        CustomParser = ParseDimensions,
    };

    private readonly Option<double> _rate = new("--rate")
    {
        HelpName = "HZ",
        Description = "Frames per second; 0 = as fast as viewers take them",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<FrameType> _format = Choice("--format", "Pixel storage", FrameType.Bgra, FrameType.Invalid);
    private readonly Option<PatternDamage> _damage = Choice("--damage", "What changes from frame to frame (none: everything, without rectangles)", PatternDamage.Moving);
    private readonly Option<PatternCursorKind> _cursor = Choice("--cursor", "Moving cursor", PatternCursorKind.Color);

    private readonly Option<int> _rotation = new("--rotation")
    {
        HelpName = "0|90|180|270",
        Description = "How far viewers turn the picture clockwise",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<bool> _hdr = new("--hdr") { Description = "Mark the frames as HDR (rgba10 also as PQ)" };

    private readonly Option<string> _profile = new("--profile")
    {
        HelpName = string.Join('|', ProducerProfile.All.Select(p => p.Name)),
        Description = "Protocol to write",
        DefaultValueFactory = _ => ProducerProfile.P20.Name,
    };

    private readonly Option<int> _buffers = new("--buffers") { HelpName = "N", Description = "Frame buffers", DefaultValueFactory = _ => 2 };
    private readonly Option<long> _frames = new("--frames") { HelpName = "N", Description = "End after this many published frames" };
    private readonly Option<double> _seconds = new("--seconds") { HelpName = "S", Description = "End after this time" };
    private readonly Option<bool> _stats = new("--stats") { Description = "Print figures once a second, not only at the end" };

    private PatternCommand()
    {
        _rotation.AcceptOnlyFromAmong("0", "90", "180", "270");
        Require(_rate, rate => rate is >= 0 and <= 10_000, "--rate is 0 to 10000 frames per second");
        Require(_buffers, count => count is >= 2 and <= 64, "--buffers is 2 to 64");
        Require(_frames, count => count >= 0, "--frames is a number of frames, or 0 for no end");
        _profile.AcceptOnlyFromAmong([.. ProducerProfile.All.Select(p => p.Name)]);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var self = new PatternCommand();
        var command = new Command(
            "pattern",
            "Plays the guest: writes a test pattern with known pixels into a region, for trying a viewer without a virtual machine.\n"
            + "Prints a JSON line when it is ready and one with figures at the end. Ends on Ctrl+C or SIGTERM.")
        {
            self._region, self._create, self._size, self._rate, self._format, self._damage, self._cursor, self._rotation, self._hdr, self._profile,
            self._buffers, self._frames, self._seconds, self._stats,
        };
        command.Validators.Add(self.Validate);
        command.SetAction(self.Run);
        return command;
    }

    /// <summary>A combination that no single option can refuse.</summary>
    private void Validate(CommandResult result)
    {
        var profile = result.GetResult(_profile)?.GetValueOrDefault<string>();
        var format = result.GetResult(_format)?.GetValueOrDefault<FrameType>();
        if (profile == ProducerProfile.P19.Name && format is (FrameType.Bgr32 or FrameType.Rgb24))
        {
            result.AddError("profile p19 has no packed formats: use bgra, rgba, rgba10 or rgba16f");
        }
    }

    private static Option<T> Choice<T>(string name, string description, T value, params T[] hidden)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Except(hidden).Select(v => v.ToString().ToLowerInvariant()).ToArray();
        var option = new Option<T>(name)
        {
            HelpName = string.Join('|', names),
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => Enum.Parse<T>(result.Tokens[0].Value, ignoreCase: true),
        };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    private static void Require<T>(Option<T> option, Func<T, bool> holds, string otherwise) =>
        option.Validators.Add(result =>
        {
            if (!result.Implicit && !holds(result.GetValueOrDefault<T>()!))
            {
                result.AddError(otherwise);
            }
        });

    private static ulong ParseSize(ArgumentResult result)
    {
        if (ByteSize.TryParse(result.Tokens[0].Value, out var bytes))
        {
            return bytes;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no size: write bytes, or a number with K, M or G");
        return 0;
    }

    private static (uint Width, uint Height) ParseDimensions(ArgumentResult result)
    {
        var parts = result.Tokens[0].Value.Split('x');
        if (parts.Length == 2
            && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is >= 8 and <= 65535
            && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height is >= 6 and <= 65535)
        {
            return (width, height);
        }

        result.AddError($"'{result.Tokens[0].Value}' is no picture size: write for example 1920x1080");
        return (8, 6);
    }

    private int Run(ParseResult parsed)
    {
        var source = RegionOption.ResolveForWriting(parsed, _region).Source;
        var create = parsed.GetValue(_create);
        using var stop = new ManualResetEventSlim();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(stop, context));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(stop, context));
        using var region = create > 0
            ? Region.CreateFile(source, create, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)
            : Region.Open(source, RegionAccess.ReadWrite);
        try
        {
            return Feed(parsed, region, stop);
        }
        finally
        {
            if (create > 0)
            {
                File.Delete(source);
            }
        }
    }

    private static void Ask(ManualResetEventSlim stop, PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Set();
    }

    private int Feed(ParseResult parsed, Region region, ManualResetEventSlim stop)
    {
        var profile = ProducerProfile.All.First(p => p.Name == parsed.GetValue(_profile));
        using var pattern = new PatternProducer(
            region,
            new ProducerOptions
            {
                Profile = profile, ProducerText = "oriel pattern", Features = 3, FrameBuffers = parsed.GetValue(_buffers), ReportsTimes = true,
                Status = new GuestStatus { State = GuestState.Capturing, Agent = "oriel pattern", Backend = "pattern" },
            },
            Options(parsed));
        pattern.Start();
        Print(writer =>
        {
            writer.WriteString("event", "ready");
            writer.WriteString("region", region.Name);
            writer.WriteString("profile", profile.Name);
            writer.WriteNumber("session", pattern.Producer.SessionId);
        });
        Wait(parsed, pattern, stop);
        pattern.Stop();
        PrintStatistics("end", pattern);
        return pattern.Failure switch
        {
            null => ExitCodes.Success,
            OrielException error => throw error,
            var bug => throw new InvalidOperationException("the pattern's thread failed", bug),
        };
    }

    private PatternOptions Options(ParseResult parsed)
    {
        var (width, height) = parsed.GetResult(_size) is null ? (1920u, 1080u) : parsed.GetValue(_size);
        var type = parsed.GetValue(_format);
        var flags = !parsed.GetValue(_hdr) ? FrameFlags.None : type == FrameType.Rgba10 ? FrameFlags.Hdr | FrameFlags.HdrPq : FrameFlags.Hdr;
        return new PatternOptions
        {
            Pattern = new TestPattern(type, width, height, parsed.GetValue(_damage)),
            RateHz = parsed.GetValue(_rate),
            Rotation = (FrameRotation)(parsed.GetValue(_rotation) / 90),
            Flags = flags,
            Cursor = parsed.GetValue(_cursor),
            MaxFrames = parsed.GetValue(_frames),
        };
    }

    private void Wait(ParseResult parsed, PatternProducer pattern, ManualResetEventSlim stop)
    {
        var seconds = parsed.GetValue(_seconds);
        var stats = parsed.GetValue(_stats);
        var began = Stopwatch.GetTimestamp();
        var printed = began;
        while (!stop.Wait(TimeSpan.FromMilliseconds(20)) && !pattern.WaitForEnd(TimeSpan.Zero))
        {
            if (seconds > 0 && Stopwatch.GetElapsedTime(began).TotalSeconds >= seconds)
            {
                return;
            }

            if (stats && Stopwatch.GetElapsedTime(printed).TotalSeconds >= 1)
            {
                printed = Stopwatch.GetTimestamp();
                PrintStatistics("stats", pattern);
            }
        }
    }

    private static void PrintStatistics(string name, PatternProducer pattern)
    {
        var figures = pattern.Statistics;
        using var process = Process.GetCurrentProcess();
        var cpuMs = process.TotalProcessorTime.TotalMilliseconds;
        Print(writer =>
        {
            writer.WriteString("event", name);
            writer.WriteNumber("frames", figures.Published);
            writer.WriteNumber("lastFrame", figures.LastFrame);
            writer.WriteNumber("repeated", figures.Repeated);
            writer.WriteNumber("dropped", figures.Dropped);
            writer.WriteNumber("busy", figures.Busy);
            writer.WriteNumber("cursorMessages", figures.CursorMessages);
            writer.WriteNumber("controlMessages", figures.ControlMessages);
            writer.WriteNumber("evictions", figures.Evictions);
            writer.WriteNumber("sessions", figures.Sessions);
            writer.WriteNumber("cpuMsPerFrame", figures.Published == 0 ? 0 : Math.Round(cpuMs / figures.Published, 4));
            writer.WriteNumber("allocatedBytes", figures.AllocatedBytes);
        });
    }

    private static void Print(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        Console.Out.Flush();
    }
}
