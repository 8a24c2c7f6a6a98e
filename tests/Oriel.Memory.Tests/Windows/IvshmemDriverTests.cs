using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory.Tests.Windows;

/// <summary>Our use of the IVSHMEM driver against a made-up machine. The real driver has not been tried.</summary>
public sealed class IvshmemDriverTests : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly FakeIvshmemMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData(0, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(2, 0, false)]
    public void The_memory_is_shared_with_whoever_maps_the_other_side(int mode, int sent, bool isWeaklyOrdered)
    {
        var device = _machine.Add(1, 4, Mebibyte);
        using (var mapping = DriverMapping.Open(_machine, 0, (IvshmemCacheMode)mode, RegionAccess.ReadWrite))
        {
            Assert.Equal(isWeaklyOrdered, mapping.IsWeaklyOrdered);
            Assert.Equal(sent, device.CacheMode);
        }

        using var region = Region.OpenIvshmem(_machine, 0, (IvshmemCacheMode)mode, RegionAccess.ReadWrite);
        using var host = Region.OpenFile(device.File.Path, RegionAccess.ReadWrite);
        Assert.Equal((ulong)Mebibyte, region.Length);
        Assert.Equal((RegionKind.IvshmemDevice, "ivshmem:0"), (region.Kind, region.Name));
        region.WriteUInt32(4096, 0x12345678);
        Assert.Equal(0x12345678U, host.ReadUInt32(4096));
        host.WriteUInt64(Mebibyte - 8, ulong.MaxValue);
        Assert.Equal(ulong.MaxValue, region.ReadUInt64(Mebibyte - 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.ReadUInt32(Mebibyte));
        Assert.False(region.BackingChanged() || region.IsFaulted);
    }

    [Fact]
    public void Devices_count_in_slot_order_whatever_order_Windows_lists_them_in()
    {
        _machine.Add(9, 1, 3 * Mebibyte);
        _machine.Add(0, 31, 2 * Mebibyte);
        _machine.Add(10, 0, 4 * Mebibyte);
        _machine.Add(0, 4, 1 * Mebibyte);
        for (var i = 0; i < 4; i++)
        {
            using var region = Region.OpenIvshmem(_machine, i, IvshmemCacheMode.Cached, RegionAccess.ReadWrite);
            Assert.Equal((ulong)(i + 1) * Mebibyte, region.Length);
        }

        var error = Fails(MemoryErrors.Missing, 4);
        Assert.Contains("there are 4", error.Seen, StringComparison.Ordinal);
        Assert.Contains("PCI bus 0, device 31, function 0", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void No_device_at_all_asks_the_host_for_one()
    {
        Assert.Contains("<model type='ivshmem-plain'/>", Fails(MemoryErrors.Missing).Remedy, StringComparison.Ordinal);
        Assert.Empty(DriverDevices.List(_machine));
    }

    [Theory]
    [InlineData(28U, "it has no driver", "virtio-win")]
    [InlineData(22U, "it is disabled", "enable it")]
    [InlineData(0U, "it has no driver", "virtio-win")]
    public void A_device_without_driver_is_told_apart_from_no_device(uint problem, string seen, string remedy)
    {
        var device = _machine.Add(2, 1, Mebibyte);
        device.HasDriver = false;
        device.Problem = problem;
        var error = Fails(MemoryErrors.DriverMissing);
        Assert.Contains(seen, error.Seen, StringComparison.Ordinal);
        Assert.Contains("PCI bus 2, device 1", error.Seen, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        var listed = Assert.Single(DriverDevices.List(_machine));
        Assert.Null(listed.Source);
        Assert.Contains(seen, listed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_shows_every_device_in_slot_order_and_maps_none()
    {
        _machine.Add(5, 0, 2 * Mebibyte).AnsweredSize = 2 * Mebibyte;
        _machine.Add(1, 0, Mebibyte);
        _machine.Add(3, 0, Mebibyte).HasDriver = false;
        var list = DriverDevices.List(_machine);
        Assert.Equal(["ivshmem:0", null, "ivshmem:1"], list.Select(d => d.Source));
        Assert.Equal([Mebibyte, 0, 2 * Mebibyte], list.Select(d => (int)d.SizeBytes));
        Assert.Equal([true, false, true], list.Select(d => d.Problem is null));
        Assert.All(_machine.Devices, d => Assert.True(d.Owner is null && d.OpenHandles == 0 && d.CacheMode == -1));
    }

    [Theory]
    [InlineData(170)]
    [InlineData(32)]
    [InlineData(5)]
    [InlineData(2404)]
    [InlineData(183)]
    public void A_second_owner_is_refused_until_the_first_is_gone(int error)
    {
        var device = _machine.Add(1, 1, Mebibyte);
        device.InUseError = error;
        using (var first = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite))
        {
            first.WriteUInt32(0, 7);
            var refused = Fails(MemoryErrors.InUse);
            Assert.Contains($"(error {error})", refused.Seen, StringComparison.Ordinal);
            Assert.Contains("close the other program", refused.Remedy, StringComparison.Ordinal);
            Assert.Equal((1, 0), (device.OpenHandles, device.Releases));
            Assert.Equal(7U, first.ReadUInt32(0));
        }

        Assert.Equal((0, 1), (device.OpenHandles, device.Releases));
        using var second = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite);
        Assert.Equal(7U, second.ReadUInt32(0));
    }

    [Fact]
    public void A_failure_of_any_call_leaves_nothing_open_and_nothing_mapped()
    {
        var device = _machine.Add(1, 1, Mebibyte);
        for (var call = 1; call <= 5; call++)
        {
            foreach (var error in (int[])[2, 5, 6, 21, 31, 32, 55, 87, 122, 170, 433, 995, 1167, 1617, 1450])
            {
                _machine.FailingCall = _machine.Calls + call;
                _machine.FailingError = error;
                var before = _machine.Calls;
                OrielException? failure = null;
                try
                {
                    using var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.WriteCombined, RegionAccess.ReadWrite);
                    region.WriteUInt32(0, 1);
                }
                catch (OrielException e)
                {
                    failure = Checked(e);
                }

                // Open, size and mapping are needed; releasing is not: closing the handle does it as well.
                Assert.Equal(call <= 3, failure is not null);
                Assert.True(device.Owner is null && device.OpenHandles == 0, $"call {call}, error {error}");
                Assert.InRange(_machine.Calls - before, 1, 5);
            }
        }
    }

    [Fact]
    public void A_device_that_is_removed_is_noticed_and_still_let_go_of()
    {
        var device = _machine.Add(1, 1, Mebibyte);
        device.Vectors = 1;
        var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite);
        Assert.True(region.Doorbell!.RingDoorbell(3, 0));
        device.Remove();
        Assert.False(region.IsFaulted);
        Assert.False(region.Doorbell.RingDoorbell(3, 0));
        Assert.True(region.BackingChanged());
        Assert.True(region.IsFaulted);
        region.Dispose();
        Assert.True(region.IsFaulted);
        Assert.Equal(0, device.OpenHandles);
        Fails(MemoryErrors.Missing);
    }

    [Fact]
    public void A_refused_liveness_request_means_another_backing_not_a_lost_device()
    {
        _machine.Add(1, 1, Mebibyte);
        using var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite);
        _machine.FailingCall = _machine.Calls + 1;
        _machine.FailingError = 31;
        Assert.True(region.BackingChanged());
        Assert.False(region.IsFaulted);
        Assert.False(region.BackingChanged());
        _machine.Devices[0].AnsweredSize *= 2;
        Assert.True(region.BackingChanged());
    }

    [Theory]
    [InlineData(0UL, "ORL104")]
    [InlineData((4UL << 30) + 4096, "ORL105")]
    [InlineData(ulong.MaxValue, "ORL105")]
    [InlineData((3UL << 30) + 1, "ORL116")]
    [InlineData(4097UL, "ORL116")]
    public void Impossible_sizes_are_refused_before_anything_is_mapped(ulong bytes, string code)
    {
        var device = _machine.Add(1, 1, Mebibyte);
        device.AnsweredSize = bytes;
        var error = Checked(Assert.Throws<OrielException>(() => Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite)));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal((-1, 0), (device.CacheMode, device.OpenHandles));
    }

    [Fact]
    public void Impossible_mappings_are_given_back()
    {
        var device = _machine.Add(1, 1, Mebibyte);
        device.MappedSize = 2 * Mebibyte;
        Fails(MemoryErrors.Unstable);
        device.MappedSize = null;
        device.AddressShift = null;
        Fails(MemoryErrors.DriverRequestFailed);
        device.AddressShift = 8;
        Fails(MemoryErrors.DriverRequestFailed);
        Assert.Equal((3, 0, null), (device.Releases, device.OpenHandles, device.Owner));
        device.AddressShift = 0;
        device.MissingBytes = 1;
        Fails(MemoryErrors.DriverRequestFailed);
        Assert.Null(device.Owner);
    }

    [Fact]
    public void A_driver_without_cache_modes_is_asked_again_in_its_own_way()
    {
        var device = _machine.Add(1, 1, Mebibyte);
        device.IsOldDriver = true;
        using var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.WriteCombined, RegionAccess.ReadWrite);
        Assert.Equal(-1, device.CacheMode);
        region.WriteUInt32(0, 1);
    }

    [Fact]
    public void Doorbells_ring_the_peer_and_vector_named()
    {
        var device = _machine.Add(1, 1, Mebibyte);
        (device.PeerId, device.Vectors) = (0x1234, 2);
        using var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadWrite);
        var doorbell = region.Doorbell!;
        Assert.Equal((0x1234, 2), (doorbell.PeerId, doorbell.VectorCount));
        Assert.True(doorbell.RingDoorbell(0xFEDC, 1));
        Assert.True(doorbell.RingDoorbell(0, 0));
        Assert.False(doorbell.RingDoorbell(1, 2));
        Assert.Equal([(0xFEDC, 1), (0, 0), (1, 2)], device.Rings.Select(r => ((int)r.Peer, (int)r.Vector)));
    }

    [Fact]
    public void A_read_only_region_never_writes()
    {
        _machine.Add(1, 1, Mebibyte);
        using var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.Cached, RegionAccess.ReadOnly);
        Assert.Throws<InvalidOperationException>(() => region.WriteUInt32(0, 1));
        Assert.Equal(0U, region.ReadUInt32(0));
    }

    [Theory]
    [InlineData("ivshmem:0", 0, IvshmemCacheMode.WriteCombined)]
    [InlineData("ivshmem:12,wc", 12, IvshmemCacheMode.WriteCombined)]
    [InlineData("ivshmem:1,cached", 1, IvshmemCacheMode.Cached)]
    [InlineData("ivshmem:1,uncached", 1, IvshmemCacheMode.NonCached)]
    public void A_source_names_device_and_caching(string source, int index, IvshmemCacheMode mode) => Assert.Equal((index, mode), IvshmemSource.Parse(source));

    [Theory]
    [InlineData("ivshmem:")]
    [InlineData("ivshmem:-1")]
    [InlineData("ivshmem:x")]
    [InlineData("ivshmem:0,")]
    [InlineData("ivshmem:0,fast")]
    [InlineData("ivshmem: 0")]
    public void A_malformed_source_is_explained(string source)
    {
        var error = Assert.Throws<OrielException>(() => Region.Open(source, RegionAccess.ReadOnly));
        Assert.Same(MemoryErrors.Missing, error.Code);
        Assert.Contains("ivshmem:0", error.Expected, StringComparison.Ordinal);
    }

    private OrielException Fails(ErrorCode code, int index = 0)
    {
        var error = Assert.Throws<OrielException>(() => Region.OpenIvshmem(_machine, index, IvshmemCacheMode.Cached, RegionAccess.ReadWrite));
        Assert.Same(code, error.Code);
        return Checked(error);
    }

    /// <summary>No word of Linux in an error of Windows.</summary>
    private static OrielException Checked(OrielException error)
    {
        Assert.NotEmpty(error.Remedy);
        foreach (var word in (string[])["/dev/", "tmpfiles", "errno", "lspci", "sudo"])
        {
            Assert.DoesNotContain(word, error.Seen + error.Expected + error.Remedy, StringComparison.Ordinal);
        }

        return error;
    }
}
