using Microsoft.Extensions.Logging;
using Oriel.Agent.Configuration;
using Oriel.Agent.Logging;
using Oriel.Agent.Machine;
using Oriel.Agent.X11;
using Oriel.Interop.Linux.X11;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

public sealed class SmallPartsTests
{
    [Fact]
    public void Straight_alpha_undoes_premultiplication()
    {
        Span<byte> straight = stackalloc byte[4];
        for (var alpha = 1; alpha < 256; alpha++)
        {
            for (var value = 0; value < 256; value++)
            {
                var premultiplied = (byte)(((value * alpha) + 127) / 255);
                Assert.True(StraightAlpha.Convert([premultiplied, premultiplied, premultiplied, (byte)alpha], straight));
                Assert.Equal(alpha, straight[3]);

                // Multiplied again it is what the server had.
                Assert.Equal(premultiplied, ((straight[0] * alpha) + 127) / 255);
            }
        }

        Span<byte> nothing = [9, 9, 9, 9];
        Assert.False(StraightAlpha.Convert([0, 0, 0, 0], nothing));
        Assert.Equal([0, 0, 0, 0], nothing.ToArray());

        // A server must not send more colour than alpha; if it does, nothing overflows.
        Assert.True(StraightAlpha.Convert([255, 200, 0, 10], nothing));
        Assert.Equal([255, 255, 0, 10], nothing.ToArray());
    }

    [Theory]
    [InlineData(24, 32, 0xFF0000u, 0xFF00u, 0xFFu, FrameType.Bgra)]
    [InlineData(32, 32, 0xFFu, 0xFF00u, 0xFF0000u, FrameType.Rgba)]
    [InlineData(30, 32, 0x3FFu, 0xFFC00u, 0x3FF00000u, FrameType.Rgba10)]
    [InlineData(30, 32, 0x3FF00000u, 0xFFC00u, 0x3FFu, null)]
    [InlineData(16, 16, 0xF800u, 0x7E0u, 0x1Fu, null)]
    [InlineData(24, 24, 0xFF0000u, 0xFF00u, 0xFFu, null)]
    public void Pixel_formats_are_named_or_refused(int depth, int bits, uint red, uint green, uint blue, FrameType? expected)
    {
        var format = new XScreenFormat(depth, bits, 32, LittleEndian: true, TrueColor: true, red, green, blue);
        if (expected is { } type)
        {
            Assert.Equal(type, X11Display.FrameTypeOf(format));
        }
        else
        {
            Assert.Same(AgentErrors.UnsupportedPixels, Assert.Throws<OrielException>(() => X11Display.FrameTypeOf(format)).Code);
        }

        Assert.Throws<OrielException>(() => X11Display.FrameTypeOf(format with { LittleEndian = false }));
    }

    [Fact]
    public void The_log_file_rotates_and_never_exceeds_twice_its_size()
    {
        using var folder = new TempFolder();
        var path = folder.File("logs/agent.log");
        using (var log = new RotatingLogFile(path, 1000))
        {
            for (var i = 0; i < 200; i++)
            {
                log.WriteLine($"line {i:0000} ........................................");
            }
        }

        Assert.InRange(new FileInfo(path).Length, 1, 1000);
        Assert.InRange(new FileInfo(path + ".1").Length, 1, 1000);
        Assert.Equal(["agent.log", "agent.log.1"], Directory.GetFiles(folder.File("logs")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        var lines = File.ReadAllLines(path + ".1").Concat(File.ReadAllLines(path)).ToList();
        Assert.StartsWith("line 0199", lines[^1], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(200 - lines.Count, lines.Count), lines.Select(l => int.Parse(l.AsSpan(5, 4))));
    }

    [Fact]
    public void Repeated_messages_are_counted_instead_of_written()
    {
        using var output = new StringWriter();
        var clock = new SettableClock();
        using var provider = new AgentLoggerProvider(output, null, LogLevel.Information, clock);
        var log = provider.CreateLogger("test");
        for (var i = 0; i < 100; i++)
        {
            log.SourceLost("X");
            log.WatchedChanged(true);
        }

        log.RegionReplaced("other kinds are not affected");
        clock.Advance(TimeSpan.FromSeconds(11));
        log.SourceLost("X");
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(AgentLoggerProvider.Burst + 2, lines.Length);
        Assert.Contains($"(and {100 - AgentLoggerProvider.Burst} more like this)", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("somebody watches", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64M", 64UL << 20)]
    [InlineData("1g", 1UL << 30)]
    [InlineData("4096", 4096UL)]
    [InlineData("", null)]
    [InlineData("M", null)]
    [InlineData("-1M", null)]
    [InlineData("99999999999999G", null)]
    public void Sizes(string text, ulong? expected)
    {
        if (expected is { } bytes)
        {
            Assert.Equal(bytes, OptionText.Size("--create", text));
        }
        else
        {
            Assert.Same(AgentErrors.BadOption, Assert.Throws<OrielException>(() => OptionText.Size("--create", text)).Code);
        }
    }

    [Fact]
    public void Configuration_files_are_read_as_written()
    {
        using var folder = new TempFolder();
        var path = folder.File("agent.ini");
        File.WriteAllText(path, "; comment\n# another\n[App]\nthrottlefps = 30 \n\n[x11]\noutput=\"HDMI-1\"\ndisplay=\n[os]\nstrange=1\n");
        var ini = AgentIni.Load(path);
        Assert.Equal("30", ini.Get("app:throttleFPS"));
        Assert.Equal("HDMI-1", ini.Get("x11:output"));
        Assert.Null(ini.Get("x11:display"));
        Assert.Equal(["os:strange"], ini.Unknown);

        File.WriteAllText(path, "[app]\nthrottleFPS 30\n");
        var error = Assert.Throws<OrielException>(() => AgentIni.Load(path));
        Assert.Same(AgentErrors.BadConfigurationFile, error.Code);
        Assert.Contains("line 2", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_file_names_every_setting_and_nothing_else()
    {
        using var folder = new TempFolder();
        var sample = File.ReadAllLines(Path.Combine(Executables.SourceTree, "packaging", "oriel-agent.ini"));

        // Settings are commented out there, with their defaults: "; name=value".
        File.WriteAllLines(folder.File("all.ini"), sample.Select(l => l.StartsWith(';') && l.IndexOf('=') > 0 && !l.StartsWith("; ", StringComparison.Ordinal) ? l[1..] : l));
        var ini = AgentIni.Load(folder.File("all.ini"));
        Assert.Empty(ini.Unknown);
        foreach (var setting in AgentSettings.On(SettingSystems.Linux))
        {
            Assert.Contains(sample, l => l.StartsWith(";" + setting.Key[(setting.Key.IndexOf(':') + 1)..] + "=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Machine_records_come_from_the_places_Linux_keeps_them()
    {
        using var folder = new TempFolder();
        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), text);
        }

        Write("proc/cpuinfo", string.Concat(Enumerable.Range(0, 8).Select(i =>
            $"processor\t: {i}\nmodel name\t: Test CPU\u00AE 9000\nphysical id\t: {i / 4}\ncore id\t\t: {i % 4 / 2}\n\n")));
        Write("etc/os-release", "NAME=Test\nPRETTY_NAME=\"Test GNU/Linux 12\"\n");
        Write("sys/class/dmi/id/product_uuid", "00112233-4455-6677-8899-aabbccddeeff\n");
        Write("sys/bus/pci/devices/0000:00:04.0/vendor", "0x1af4\n");
        Write("sys/bus/pci/devices/0000:00:04.0/device", "0x1000\n");
        var vm = new LinuxMachine(folder.Path).ReadVm("X11 MIT-SHM");
        Assert.Equal(new VmInfo("33221100554477668899aabbccddeeff", "X11 MIT-SHM", 8, 4, 2, "Test CPU? 9000"), vm);
        Assert.Equal(new OsInfo(0, "Test GNU/Linux 12"), new LinuxMachine(folder.Path).ReadOs());
        Assert.False(MachineRecords.HasIvshmemDevice(folder.Path));
        Write("sys/bus/pci/devices/0000:00:05.0/vendor", "0x1af4\n");
        Write("sys/bus/pci/devices/0000:00:05.0/device", "0x1110\n");
        Assert.True(MachineRecords.HasIvshmemDevice(folder.Path));

        using var empty = new TempFolder();
        Assert.Equal("Linux", new LinuxMachine(empty.Path).ReadOs().Name);
        Assert.Equal(new string('0', 32), new LinuxMachine(empty.Path).ReadVm("x").Uuid);
    }

    private sealed class SettableClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
