using System.Buffers.Binary;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Devices;

/// <summary>The registers of an ivshmem-doorbell device, on files that look like its sysfs folder. The real device is the virtual machine's tests'.</summary>
public sealed class PciDoorbellTests : IDisposable
{
    private readonly TempFolder _sysfs = new();
    private readonly string _device;

    public PciDoorbellTests()
    {
        _device = Path.Combine(_sysfs.Path, "bus/pci/devices/0000:00:04.0");
        Directory.CreateDirectory(_device);
        Write("vendor", "0x1af4\n");
        Write("device", "0x1110\n");
        Write("enable", "1\n");
        File.WriteAllBytes(Path.Combine(_device, "resource2"), new byte[4096]);
        Resources(0xfebd1000);
        Registers(0, 12);
    }

    public void Dispose() => _sysfs.Dispose();

    [Fact]
    public void A_ring_is_one_store_of_peer_and_vector()
    {
        Config(vectors: 4);
        using var region = Open();
        var doorbell = region.Doorbell!;
        Assert.Equal((12, 4), (doorbell.PeerId, doorbell.VectorCount));
        Assert.Null(doorbell.Incoming);
        Assert.True(doorbell.IsPresent(5));
        Assert.True(doorbell.RingDoorbell(0x1234, 3));
        Assert.Equal([3, 0, 0x34, 0x12], File.ReadAllBytes(Path.Combine(_device, "resource0"))[12..16]);
        Assert.False(doorbell.RingDoorbell(1, 4));
        Assert.Null(region.DoorbellProblem);
    }

    [Fact]
    public void Registers_that_begin_inside_a_page_are_found()
    {
        Resources(0xfebd1300);
        Registers(0x300, 9);
        using var region = Open();
        Assert.Equal(9, region.Doorbell!.PeerId);
        Assert.True(region.Doorbell.RingDoorbell(2, 0));
        Assert.Equal([0, 0, 2, 0], File.ReadAllBytes(Path.Combine(_device, "resource0"))[0x30c..0x310]);
    }

    [Fact]
    public void Without_the_right_to_read_the_capabilities_there_is_one_vector()
    {
        Config(vectors: 8, bytes: 64);
        using var region = Open();
        Assert.Equal(1, region.Doorbell!.VectorCount);
    }

    [Fact]
    public void Ivshmem_plain_has_no_doorbell_and_no_problem()
    {
        Write("resource", "0x00000000febd1000 0x00000000febd10ff 0x0000000000040200\n0x0 0x0 0x0\n0x00000000fe000000 0x00000000fe000fff 0x000000000014220c\n");
        using var region = Open();
        Assert.Null(region.Doorbell);
        Assert.Null(region.DoorbellProblem);
    }

    [Theory]
    [InlineData(0xffffffffu)]
    [InlineData(0x10000u)]
    public void A_number_no_peer_can_have_is_a_problem(uint position)
    {
        Registers(0, position);
        using var region = Open();
        Assert.Null(region.Doorbell);
        Assert.Contains(position.ToString("x8"), region.DoorbellProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_across_a_page_border_or_too_few_or_missing_are_a_problem()
    {
        Resources(0xfebd1ff8);
        Assert.Contains("do not fit", Problem(), StringComparison.Ordinal);
        Write("resource", "0xfebd1000 0xfebd1007 0x40200\n0xfebd2000 0xfebd2fff 0x40200\n");
        Assert.Contains("BAR 0 has 8 bytes", Problem(), StringComparison.Ordinal);
        Resources(0xfebd1000);
        File.Delete(Path.Combine(_device, "resource0"));
        Assert.Contains("resource0", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_capabilities_that_goes_in_circles_or_out_of_the_space_ends()
    {
        var config = new byte[256];
        config[0x34] = 0x40;
        config[0x41] = 0x40;
        File.WriteAllBytes(Path.Combine(_device, "config"), config);
        using (var region = Open())
        {
            Assert.Null(region.Doorbell);
        }

        config[0x34] = 0xfc;
        config[0xfd] = 0xff;
        File.WriteAllBytes(Path.Combine(_device, "config"), config);
        using var other = Open();
        Assert.Equal(1, other.Doorbell?.VectorCount ?? 1);
    }

    [Fact]
    public void A_region_for_reading_does_not_ring()
    {
        using var region = Region.OpenPciBar(0, RegionAccess.ReadOnly, _sysfs.Path);
        Assert.Null(region.Doorbell);
    }

    private Region Open() => Region.OpenPciBar(0, RegionAccess.ReadWrite, _sysfs.Path);

    private string? Problem()
    {
        using var region = Open();
        Assert.Null(region.Doorbell);
        return region.DoorbellProblem;
    }

    private void Resources(ulong start) => Write("resource", $"0x{start:x16} 0x{start + 255:x16} 0x0000000000040200\n0x00000000febd2000 0x00000000febd2fff 0x0000000000040200\n0x00000000fe000000 0x00000000fe000fff 0x000000000014220c\n");

    private void Registers(int at, uint position)
    {
        var page = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at + 8), position);
        File.WriteAllBytes(Path.Combine(_device, "resource0"), page);
    }

    private void Config(int vectors, int bytes = 256)
    {
        // A vendor's capability first, then MSI-X (11h) with the table's size less one.
        var config = new byte[256];
        config[0x34] = 0x40;
        (config[0x40], config[0x41]) = (0x09, 0x80);
        (config[0x80], config[0x81]) = (0x11, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(config.AsSpan(0x82), (ushort)(0x8000 | (vectors - 1)));
        File.WriteAllBytes(Path.Combine(_device, "config"), config[..bytes]);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_device, name), text);
}
