using Oriel.Host.Setup;
using Oriel.Testing;

namespace Oriel.Host.Tests.Setup;

/// <summary>What set-up makes of descriptions of many shapes: valid, done once, and with nothing touched but what it says.</summary>
public sealed class DomainPlannerTests
{
    private static readonly SetupWish s_usual = new() { QemuTakesJson = true };

    public static TheoryData<string> Domains => DomainFiles.Names;

    [Fact]
    public void There_are_domains_of_many_shapes() => Assert.True(DomainFiles.Names.Count >= 12);

    /// <summary>The difference is committed beside the description: what is not in it did not change.</summary>
    [Theory]
    [MemberData(nameof(Domains))]
    public void The_difference_is_what_was_agreed(string name)
    {
        var plan = DomainPlanner.Plan(DomainFiles.Text(name), s_usual);
        var text = string.Join('\n', (string[])
        [
            .. UnifiedDiff.Lines(plan.Before, plan.After, name), "",
            .. plan.Changes.Select(change => $"{change.Id}: {change.What}"),
            .. plan.Notes.Select(note => $"note: {note}"),
            $"memory: {plan.Memory.Kind} {plan.Memory.Source} {plan.Memory.Bytes >> 20}M", "",
        ]);
        var path = Path.Combine(DomainFiles.Folder, $"{name}.expected.txt");
        if (Environment.GetEnvironmentVariable("ORIEL_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void Libvirt_accepts_it_and_a_second_run_has_nothing_to_do(string name)
    {
        foreach (var kind in (MemoryKind[])[MemoryKind.Keep, MemoryKind.Plain, MemoryKind.Doorbell, MemoryKind.Kvmfr])
        {
            var wish = s_usual with { Memory = kind, NewName = "screen" };
            var plan = DomainPlanner.Plan(DomainFiles.Text(name), wish);
            Assert.Equal(kind == MemoryKind.Keep ? plan.Memory.Kind : kind, plan.Memory.Kind);
            DomainFiles.Validate(plan.After);
            var again = DomainPlanner.Plan(plan.After, wish);
            Assert.Equal([], again.Changes);
            Assert.Equal(plan.After, again.After);

            // A doorbell device has no size of its own.
            Assert.Equal(plan.Memory with { Bytes = kind == MemoryKind.Doorbell ? 0 : plan.Memory.Bytes }, again.Memory);
        }
    }

    /// <summary>From every kind of memory to every other, one after the other, with one device at each moment.</summary>
    [Theory]
    [MemberData(nameof(Domains))]
    public void Every_kind_becomes_every_other(string name)
    {
        var xml = DomainFiles.Text(name);
        foreach (var json in (bool[])[true, false])
        {
            foreach (var kind in (MemoryKind[])[MemoryKind.Kvmfr, MemoryKind.Plain, MemoryKind.Doorbell, MemoryKind.Kvmfr, MemoryKind.Doorbell, MemoryKind.Plain])
            {
                var plan = DomainPlanner.Plan(xml, s_usual with { Memory = kind, QemuTakesJson = json, Mode = (1920, 1080) });
                xml = plan.After;
                Assert.Equal(kind, plan.Memory.Kind);
                var devices = DomainPlanner.MemoryNames(xml).Count(one => one != "scream-ivshmem") + xml.Split("mem-path").Length - 1;
                Assert.Equal(1, devices);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void Nothing_wanted_is_nothing_done_but_the_memory(string name)
    {
        var plan = DomainPlanner.Plan(
            DomainFiles.Text(name), s_usual with { Spice = false, Sound = false, Inputs = false, Clipboard = false, KeepTablet = true, KeepBalloon = true });
        Assert.All(plan.Changes, change => Assert.Equal("memory", change.Id));
    }

    [Theory]
    [InlineData(1920, 1080, false, 64)] // never smaller than it was
    [InlineData(2560, 1440, false, 64)]
    [InlineData(2560, 1440, true, 128)]
    [InlineData(3840, 2160, false, 128)]
    [InlineData(3840, 2160, true, 256)]
    [InlineData(7680, 4320, false, 512)]
    public void Old_memory_grows_with_the_mode(int width, int height, bool isHdr, int mebibytes)
    {
        var plan = DomainPlanner.Plan(DomainFiles.Text("looking-glass-b7"), s_usual with { Mode = (width, height), Hdr = isHdr });
        Assert.Equal((ulong)mebibytes << 20, plan.Memory.Bytes);
        Assert.Contains($"<size unit='M'>{mebibytes}</size>", plan.After, StringComparison.Ordinal);
        Assert.Equal(mebibytes == 64, plan.IsDone);
    }

    [Fact]
    public void A_size_that_is_asked_for_is_the_size()
    {
        Assert.Contains("<size unit='M'>32</size>", DomainPlanner.Plan(DomainFiles.Text("looking-glass-b7"), s_usual with { Bytes = 32 << 20 }).After, StringComparison.Ordinal);
        Assert.Contains("&quot;size&quot;:33554432,", DomainPlanner.Plan(DomainFiles.Text("kvmfr-json"), s_usual with { Bytes = 32 << 20 }).After, StringComparison.Ordinal);
        Assert.Contains(",size=256M,", DomainPlanner.Plan(DomainFiles.Text("kvmfr-comma"), s_usual with { Bytes = 256 << 20 }).After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_asked_for_renames_what_is_there()
    {
        var plan = DomainPlanner.Plan(DomainFiles.Text("looking-glass-b7"), s_usual with { Name = "oriel" });
        Assert.Equal("/dev/shm/oriel", plan.Memory.Path);
        Assert.Equal(["oriel"], DomainPlanner.MemoryNames(plan.After));
    }

    [Fact]
    public void Of_several_unknown_devices_one_must_be_named()
    {
        var xml = DomainFiles.Text("doorbell").Replace("</devices>", "<shmem name='other'/></devices>", StringComparison.Ordinal).Replace("'rung'", "'one'", StringComparison.Ordinal);
        Assert.Equal("ORL822", Assert.Throws<OrielException>(() => DomainPlanner.Plan(xml, s_usual)).Code.Id);
        Assert.Equal("other", DomainPlanner.Plan(xml, s_usual with { Name = "other" }).Memory.Name);
    }

    [Theory]
    [InlineData("no xml")]
    [InlineData("<domain type='kvm'><devices></domain>")]
    [InlineData("<!DOCTYPE domain [<!ENTITY a 'b'>]><domain type='kvm'><devices/></domain>")]
    [InlineData("<network><name>default</name></network>")]
    [InlineData("<domain type='kvm'><name>a</name></domain>")]
    [InlineData("<domain type='xen'><name>a</name><devices/></domain>")]
    [InlineData("<a:domain xmlns:a='b' type='kvm'><devices/></a:domain>")]
    public void What_is_no_domain_of_qemu_is_refused(string xml) => Assert.Equal("ORL820", Assert.Throws<OrielException>(() => DomainPlanner.Plan(xml, s_usual)).Code.Id);

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Equal("ORL820", Assert.Throws<OrielException>(() => DomainPlanner.Plan($"<domain type='kvm'>{string.Concat(Enumerable.Repeat("<devices>", 10_000))}", s_usual)).Code.Id);

    [Fact]
    public void Entities_and_semicolons_in_names_and_values_are_read_as_they_are_meant()
    {
        var plan = DomainPlanner.Plan("<domain type='kvm'><name>a;b &amp; c&#x21;</name><devices><shmem name='x;y&amp;'><model type='ivshmem-plain'/><size unit='M'>64</size></shmem></devices></domain>", s_usual with { Name = "x" });
        Assert.Equal("a;b & c!", plan.Name);
        Assert.Equal(["x;y&"], DomainPlanner.MemoryNames(plan.Before));
    }

    /// <summary>Cut anywhere, with any character changed: a plan or a refusal, never anything else.</summary>
    [Fact]
    public void Damaged_descriptions_are_refused_or_planned()
    {
        var random = new Random(6);
        foreach (var name in Directory.EnumerateFiles(DomainFiles.Folder, "*.xml").Select(path => Path.GetFileNameWithoutExtension(path)!))
        {
            var text = DomainFiles.Text(name);
            for (var i = 0; i < 150; i++)
            {
                var at = random.Next(text.Length);
                var damaged = (i % 3) switch
                {
                    0 => text[..at],
                    1 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                    _ => text.Insert(at, "<>&\"'/=- :!?["[random.Next(13)].ToString()),
                };
                try
                {
                    var plan = DomainPlanner.Plan(damaged, s_usual);
                    Assert.Equal([], DomainPlanner.Plan(plan.After, s_usual).Changes);
                }
                catch (OrielException)
                {
                    // Refused with a reason.
                }
            }
        }
    }

    [Fact]
    public void Every_edit_says_what_it_is_for()
    {
        Assert.Equal(DomainEdits.All.Count, DomainEdits.All.Select(edit => edit.Id).Distinct().Count());
        Assert.All(DomainEdits.All, edit =>
        {
            Assert.All((string[])[edit.Id, edit.Title, edit.Why, edit.Undo], text => Assert.NotEmpty(text));
            Assert.Equal(2, edit.Remedy("win 11").Count);
            Assert.Contains("oriel setup 'win 11'", edit.Remedy("win 11")[0].Content, StringComparison.Ordinal);
        });
    }
}
