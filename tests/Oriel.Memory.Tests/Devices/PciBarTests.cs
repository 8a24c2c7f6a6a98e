using Oriel.Memory.Linux.Devices;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Devices;

/// <summary>The search and the mapping on a tree of files that looks like sysfs. A real device needs a virtual machine: that is the end-to-end test's.</summary>
public sealed class PciBarTests : IDisposable
{
    private readonly TempFolder _sysfs = new();

    public void Dispose() => _sysfs.Dispose();

    [Fact]
    public void Devices_are_found_by_vendor_and_device_in_slot_order()
    {
        Add("0000:00:10.0");
        Add("0000:00:04.0");
        Add("10000:00:01.0");
        Add("0000:00:02.0", vendor: "0x1b36");
        Add("0000:00:03.0", device: "0x1002");
        Assert.Equal(["0000:00:04.0", "0000:00:10.0", "10000:00:01.0"], IvshmemDevices.Find(_sysfs.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void The_chosen_device_is_enabled_and_its_memory_mapped()
    {
        Add("0000:00:04.0");
        var second = Add("0000:00:05.0");
        File.WriteAllBytes(Path.Combine(second, "resource2"), new byte[8192]);
        using var region = Region.OpenPciBar(1, RegionAccess.ReadWrite, _sysfs.Path);
        Assert.Equal(RegionKind.PciBar, region.Kind);
        Assert.Equal(8192UL, region.Length);
        Assert.EndsWith("0000:00:05.0/resource2", region.Name, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(Path.Combine(second, "enable")));
        Assert.Equal("0", File.ReadAllText(Path.Combine(_sysfs.Path, "bus/pci/devices/0000:00:04.0/enable")).Trim());
        region.WriteUInt32(4, 0x01020304);
        Assert.Equal(4, File.ReadAllBytes(Path.Combine(second, "resource2"))[4]);
    }

    [Fact]
    public void The_write_combining_file_is_preferred_and_its_words_still_work()
    {
        var device = Add("0000:00:04.0");
        File.WriteAllBytes(Path.Combine(device, "resource2_wc"), new byte[4096]);
        using var region = Region.OpenPciBar(0, RegionAccess.ReadWrite, _sysfs.Path);
        Assert.EndsWith("resource2_wc", region.Name, StringComparison.Ordinal);
        region.WriteUInt32(8, 3);
        region.WriteUInt64(16, 4);
        Assert.Equal(3U, region.ReadUInt32(8));
        Assert.Equal(4UL, region.ReadUInt64(16));
    }

    [Fact]
    public void An_enabled_device_is_left_alone()
    {
        var device = Add("0000:00:04.0", enable: "2\n");
        Region.OpenPciBar(0, RegionAccess.ReadOnly, _sysfs.Path).Dispose();
        Assert.Equal("2\n", File.ReadAllText(Path.Combine(device, "enable")));
    }

    [Fact]
    public void A_device_that_is_not_there_is_explained_with_those_that_are()
    {
        var none = Assert.Throws<OrielException>(() => Region.OpenPciBar(0, RegionAccess.ReadWrite, _sysfs.Path));
        Assert.Same(MemoryErrors.Missing, none.Code);
        Add("0000:00:04.0");
        var one = Assert.Throws<OrielException>(() => Region.OpenPciBar(1, RegionAccess.ReadWrite, _sysfs.Path));
        Assert.Contains("0000:00:04.0", one.Seen, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Region.OpenPciBar(-1, RegionAccess.ReadWrite, _sysfs.Path));
    }

    [Fact]
    public void A_device_without_its_enable_file_is_an_error()
    {
        var device = Add("0000:00:04.0");
        File.Delete(Path.Combine(device, "enable"));
        Assert.Same(MemoryErrors.PciEnableFailed, Assert.Throws<OrielException>(() => Region.OpenPciBar(0, RegionAccess.ReadWrite, _sysfs.Path)).Code);
    }

    private string Add(string name, string vendor = "0x1af4", string device = "0x1110", string enable = "0\n")
    {
        var folder = Path.Combine(_sysfs.Path, "bus/pci/devices", name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vendor"), vendor + "\n");
        File.WriteAllText(Path.Combine(folder, "device"), device + "\n");
        File.WriteAllText(Path.Combine(folder, "enable"), enable);
        File.WriteAllBytes(Path.Combine(folder, "resource2"), new byte[4096]);
        return folder;
    }
}
