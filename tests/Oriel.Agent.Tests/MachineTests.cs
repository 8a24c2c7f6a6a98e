using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Machine;
using Oriel.Interop.Windows.Machine;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>What the agent tells about its machine, from what systems and firmware say.</summary>
public sealed class MachineTests
{
    private static readonly byte[] s_uuid = [.. Enumerable.Range(0x10, 16).Select(i => (byte)i)];

    [Fact]
    public void Uuid_is_found_behind_other_structures_with_and_without_strings()
    {
        byte[] table = [.. Structure(0, 24, "Vendor", "1.0"), .. Structure(2, 8), .. System(s_uuid, 27, "QEMU"), .. Structure(127, 4)];
        Assert.Equal("101112131415161718191a1b1c1d1e1f", SmbiosTable.FindUuid(Raw(table)));
    }

    [Fact]
    public void A_uuid_that_is_not_set_or_not_there_is_none()
    {
        Assert.Null(SmbiosTable.FindUuid([]));
        Assert.Null(SmbiosTable.FindUuid(Raw([])));
        Assert.Null(SmbiosTable.FindUuid(Raw(System(new byte[16], 27))));
        Assert.Null(SmbiosTable.FindUuid(Raw(System([.. Enumerable.Repeat((byte)255, 16)], 27))));
        Assert.Null(SmbiosTable.FindUuid(Raw(Structure(1, 8))));
        Assert.Null(SmbiosTable.FindUuid(Raw([.. Structure(127, 4), .. System(s_uuid, 27)])));
        var whole = Raw(System(s_uuid, 27));
        for (var length = 0; length < 8 + 24; length++)
        {
            Assert.Null(SmbiosTable.FindUuid(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_tables_are_answered()
    {
        byte[] good = Raw([.. Structure(0, 24, "Vendor"), .. System(s_uuid, 27, "a", "b"), .. Structure(127, 4)]);
        var gen =
            from count in Gen.Choose(0, 4)
            from patches in Gen.ArrayOf(Gen.Zip(Gen.Choose(0, good.Length - 1), Gen.Choose(0, 255)), count)
            from length in Gen.Choose(0, good.Length)
            select (patches, length);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(gen.ToArbitrary(), input =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (at, value) in input.Item1)
            {
                bytes[at] = (byte)value;
            }

            var uuid = SmbiosTable.FindUuid(bytes.AsSpan(0, input.Item2));
            return uuid is null or { Length: 32 };
        }));
    }

    [Fact]
    public void Processors_are_counted_over_groups()
    {
        byte[] records =
        [
            .. Record(3, (0xFF, 0)), .. Record(0, (0b11, 0)), .. Record(2, (0xFF, 0)), .. Record(0, (0b1100, 0)), .. Record(3, (0xF, 1)), .. Record(0, (1, 0), (0x8000_0000_0000_0000, 1)),
        ];
        Assert.Equal(new ProcessorCounts(2, 3, 6), ProcessorCounts.Parse(records));
        Assert.Equal(new ProcessorCounts(1, 1, 2), ProcessorCounts.Parse(records.AsSpan(0, 100)));
        Assert.Equal(default, ProcessorCounts.Parse([]));
        records[4] = 0;
        Assert.Equal(default, ProcessorCounts.Parse(records));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[]>(bytes => ProcessorCounts.Parse(bytes).Threads >= 0));
    }

    [Theory]
    [InlineData("Windows 10 Pro", "22H2", "19045", 3803, "Windows 10 Pro 22H2 (19045.3803)")]
    [InlineData("Windows 10 Pro", "23H2", "22631", 3007, "Windows 11 Pro 23H2 (22631.3007)")]
    [InlineData("Windows Server 2022 Standard", "21H2", "22000", null, "Windows Server 2022 Standard 21H2 (22000)")]
    [InlineData(null, null, null, null, "Windows")]
    [InlineData("Windows 10 Pro", "", "x", 1, "Windows 10 Pro (x.1)")]
    public void Windows_is_called_by_its_build(string? product, string? display, string? build, int? revision, string expected) =>
        Assert.Equal(expected, WindowsNames.System(product, display, build, revision));

    [Fact]
    public void The_gpu_with_a_driver_of_its_own_is_named()
    {
        var real = new GpuFacts("NVIDIA GeForce RTX 4090", "31.0.15.4601");
        GpuFacts[] found = [new("Microsoft Basic Display Adapter", "10.0"), new("Red Hat QXL controller", "1"), new("IddCx Virtual Display", "2"), real];
        Assert.Equal(real, WindowsNames.Choose(found));
        Assert.Equal(found[0], WindowsNames.Choose(found[..2]));
        Assert.Null(WindowsNames.Choose([]));
    }

    [Fact]
    public void A_linux_card_is_named_by_its_ids_and_driver()
    {
        using var folder = new TempFolder();
        Write("sys/class/drm/card0/device/vendor", "0x1234\n");
        Write("sys/class/drm/card0/device/device", "0x1111\n");
        Write("sys/class/drm/card1/device/vendor", "0x10de\n");
        Write("sys/class/drm/card1/device/device", "0x2684\n");
        Write("sys/class/drm/card1/device/boot_vga", "1\n");
        Write("sys/class/drm/card1/device/uevent", "DRIVER=nvidia\nPCI_ID=10DE:2684\n");
        Write("sys/module/nvidia/version", "535.183.01\n");
        Directory.CreateDirectory(folder.File("sys/class/drm/card1-DP-1"));
        Assert.Equal(new GpuFacts("NVIDIA 10de:2684", "nvidia 535.183.01"), new LinuxMachine(folder.Path).ReadGpu());
        Assert.Equal(new GuestStatus { Agent = "a 1", System = "Linux", Gpu = "NVIDIA 10de:2684", GpuDriver = "nvidia 535.183.01" }, MachineRecords.Describe(new LinuxMachine(folder.Path), "a 1"));
        using var empty = new TempFolder();
        Assert.Null(new LinuxMachine(empty.Path).ReadGpu());

        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), text);
        }
    }

    private static byte[] Raw(byte[] table) => [0, 3, 2, 0, .. BitConverter.GetBytes(table.Length), .. table];

    private static byte[] Structure(byte type, int length, params string[] strings)
    {
        byte[] bytes = [type, (byte)length, 0, 1, .. new byte[length - 4]];
        return strings.Length == 0
            ? [.. bytes, 0, 0]
            : [.. bytes, .. strings.SelectMany(s => (byte[])[.. global::System.Text.Encoding.ASCII.GetBytes(s), 0]), 0];
    }

    private static byte[] System(byte[] uuid, int length, params string[] strings)
    {
        var bytes = Structure(1, length, strings);
        uuid.CopyTo(bytes, 8);
        return bytes;
    }

    private static byte[] Record(uint kind, params (ulong Mask, ushort Group)[] groups)
    {
        var bytes = new byte[32 + (16 * groups.Length)];
        BitConverter.TryWriteBytes(bytes, kind);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(30), (ushort)groups.Length);
        for (var i = 0; i < groups.Length; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(32 + (16 * i)), groups[i].Mask);
            BitConverter.TryWriteBytes(bytes.AsSpan(40 + (16 * i)), groups[i].Group);
        }

        return bytes;
    }
}
