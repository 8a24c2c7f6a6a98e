using System.Diagnostics;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Host.Tests;

/// <summary>The live machine: bounded, never waiting for a stranger, and what a recording of it shows.</summary>
public sealed class LiveSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oriel-live-").FullName;
    private readonly LiveSystem _system = new(new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["echo"] = argument => $$"""{"said":"{{argument}}"}""",
        ["broken"] = _ => throw new InvalidOperationException("no such luck"),
    });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_folders_links_and_permissions_are_seen()
    {
        File.WriteAllText($"{_folder}/a", "text");
        File.SetUnixFileMode($"{_folder}/a", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.CreateSymbolicLink($"{_folder}/link", "a");

        Assert.Equal("text", _system.Read($"{_folder}/link").Value);
        Assert.Equal(["a", "link"], _system.List(_folder).Value!);
        Assert.Equal("a", _system.Link($"{_folder}/link").Value);
        Assert.True(_system.Link($"{_folder}/a").IsAbsent);
        var facts = _system.Stat($"{_folder}/link").Value!;
        Assert.Equal((PathKind.File, 4ul, true), (facts.Kind, facts.Bytes, facts.CanRead));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, facts.Mode);
        Assert.Equal(_system.User.Uid, facts.Uid);
        Assert.Equal(PathKind.CharacterDevice, _system.Stat("/dev/null").Value!.Kind);
        Assert.Equal(PathKind.Folder, _system.Stat(_folder).Value!.Kind);
        Assert.True(_system.Stat($"{_folder}/none").IsAbsent);
        Assert.True(_system.Read($"{_folder}/none").IsAbsent);
        Assert.True(_system.List($"{_folder}/none").IsAbsent);
        Assert.Equal(Missing.Failed, _system.Read(_folder).Missing);
    }

    [Fact]
    public void Files_that_say_they_are_empty_are_read_and_large_ones_only_in_part()
    {
        Assert.Contains("processor", _system.Read("/proc/cpuinfo").Value, StringComparison.Ordinal);
        File.WriteAllBytes($"{_folder}/large", new byte[HostLimits.FileBytes + 5]);
        Assert.Equal(HostLimits.FileBytes, _system.Read($"{_folder}/large").Value!.Length);
    }

    [Fact]
    public void A_pipe_without_another_end_is_refused_at_once()
    {
        using var mkfifo = Process.Start("mkfifo", $"{_folder}/pipe");
        mkfifo.WaitForExit();
        var sight = _system.Read($"{_folder}/pipe");
        Assert.Equal(Missing.Failed, sight.Missing);
        Assert.Equal(PathKind.Other, _system.Stat($"{_folder}/pipe").Value!.Kind);
    }

    [Fact]
    public void Only_programs_that_look_are_run()
    {
        Assert.Equal(Environment.MachineName, _system.Run("uname", "-n").Value!.Output.Trim());
        Assert.Equal(Missing.Failed, _system.Run("rm", "-r", _folder).Missing);
        Assert.Equal(Missing.Failed, _system.Run("virsh", "destroy", "win11").Missing);
        Assert.True(Directory.Exists(_folder));
        Assert.True(LookingPrograms.Allows("virsh", ["-c", "qemu:///system", "dumpxml", "win11", "--inactive"]));
        Assert.False(LookingPrograms.Allows("virsh", ["-c", "list", "define", "x.xml"]));
        Assert.False(LookingPrograms.Allows("journalctl", ["--vacuum-size=1"]));
    }

    [Fact]
    public void A_program_that_takes_too_long_is_ended_with_its_children()
    {
        var sight = BoundedProgram.Run("/bin/sh", ["-c", $"echo $$ > {_folder}/pid; sleep 600 & echo $! > {_folder}/child; wait"], TimeSpan.FromMilliseconds(500), 1000);
        Assert.Equal(Missing.Failed, sight.Missing);
        Assert.Contains("took longer than 0.5 s", sight.Why, StringComparison.Ordinal);
        foreach (var name in new[] { "pid", "child" })
        {
            var file = $"{_folder}/{name}";
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } pid)
            {
                Eventually.True(() => !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal), TimeSpan.FromSeconds(20), $"{name} ended");
            }
        }
    }

    [Fact]
    public void A_program_that_prints_without_end_is_ended()
    {
        var sight = BoundedProgram.Run("/bin/sh", ["-c", "while :; do echo more and more; done"], TimeSpan.FromSeconds(60), 10_000);
        Assert.Contains("printed more than 9 KiB", sight.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_speak_english_and_read_nothing()
    {
        var output = BoundedProgram.Run("/bin/sh", ["-c", "echo $LC_ALL; cat; echo oops >&2; exit 3"], TimeSpan.FromSeconds(60), 10_000).Value!;
        Assert.Equal((3, "C\n", "oops\n"), (output.ExitCode, output.Output, output.Error));
    }

    [Fact]
    public void A_probe_answers_fails_or_is_absent()
    {
        Assert.Equal("""{"said":"x"}""", _system.Probe("echo", "x").Value);
        Assert.Equal((Missing.Failed, "no such luck"), (_system.Probe("broken", "").Missing, _system.Probe("broken", "").Why));
        Assert.True(_system.Probe("none", "").IsAbsent);
    }

    [Fact]
    public void A_recording_shows_what_was_seen_and_no_password()
    {
        File.WriteAllText($"{_folder}/short", "-spice port=5900,password=hunter2\0-vga none");
        File.WriteAllText($"{_folder}/long", new string('x', 5000));
        Directory.CreateDirectory($"{_folder}/real");
        File.WriteAllText($"{_folder}/real/inside", "behind a link");
        Directory.CreateSymbolicLink($"{_folder}/link", "real");
        var recording = new RecordingSystem(_system);
        IHostSystem recorder = recording;
        foreach (var name in new[] { "short", "long", "link/inside", "none" })
        {
            _ = recorder.Read($"{_folder}/{name}");
            _ = recorder.Stat($"{_folder}/{name}");
        }

        _ = recorder.List(_folder);
        _ = recorder.Link($"{_folder}/link");
        _ = recorder.Run("uname", "-n");
        _ = recorder.Run("rm", "x");
        _ = recorder.Probe("echo", "y");
        _ = recorder.Probe("broken", "");
        _ = recorder.Variable("PATH");
        recording.Write($"{_folder}/out");

        IHostSystem replay = new RecordedSystem($"{_folder}/out");
        Assert.Equal("-spice port=5900,password=REMOVED\0-vga none", replay.Read($"{_folder}/short").Value);
        Assert.Equal(5000, replay.Read($"{_folder}/long").Value!.Length);
        Assert.Equal("behind a link", replay.Read($"{_folder}/link/inside").Value);
        Assert.Equal("real", replay.Link($"{_folder}/link").Value);
        Assert.True(replay.Read($"{_folder}/none").IsAbsent);
        Assert.Equal(_system.Stat($"{_folder}/long").Value, replay.Stat($"{_folder}/long").Value);
        Assert.Equal(["link", "long", "real", "short"], replay.List(_folder).Value!);
        Assert.Equal(Environment.MachineName, replay.Run("uname", "-n").Value!.Output.Trim());
        Assert.Equal(Missing.Failed, replay.Run("rm", "x").Missing);
        Assert.Contains("\"y\"", replay.Probe("echo", "y").Value, StringComparison.Ordinal);
        Assert.Equal((Missing.Failed, "no such luck"), (replay.Probe("broken", "").Missing, replay.Probe("broken", "").Why));
        Assert.Equal((_system.User.Uid, _system.Variable("PATH")), (replay.User.Uid, replay.Variable("PATH")));
        Assert.Throws<IOException>(() => recording.Write($"{_folder}/out"));
        Assert.DoesNotContain(Directory.EnumerateFiles($"{_folder}/out", "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"password": "a\"b"}""", """{"password": "REMOVED"}""")]
    [InlineData("""<graphics type='spice' passwd='x y'/>""", """<graphics type='spice' passwd='REMOVED'/>""")]
    [InlineData("-object secret,id=s0,data=abc,format=raw", "-object secret,id=s0,data=REMOVED,format=raw")]
    [InlineData("""{"qom-type":"secret","id":"s","data":"abc"}""", """{"qom-type":"secret","id":"s","data":"REMOVED"}""")]
    [InlineData("-spice password-secret=s0,port=1", "-spice password-secret=s0,port=1")]
    public void Passwords_are_taken_out(string text, string expected) => Assert.Equal(expected, SecretWords.Remove(text));
}
