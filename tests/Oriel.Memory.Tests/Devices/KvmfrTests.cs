using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Devices;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Devices;

/// <summary>The KVMFR path with a stand-in for the module: /dev/zero is a character device that can be mapped, a fake answers the requests.</summary>
public sealed class KvmfrTests
{
    [Fact]
    public void The_size_comes_from_the_device()
    {
        using var region = Region.OpenKvmfr("/dev/zero", RegionAccess.ReadWrite, new Fake { Bytes = 1 << 20 });
        Assert.Equal(RegionKind.KvmfrDevice, region.Kind);
        Assert.Equal(1UL << 20, region.Length);
        region.WriteUInt32((1 << 20) - 4, 6);
        Assert.Equal(6U, region.ReadUInt32((1 << 20) - 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.ReadUInt32(1 << 20));
        Assert.False(region.BackingChanged());
    }

    [Fact]
    public void A_size_of_two_gigabytes_or_more_is_not_negative()
    {
        Assert.Equal(2UL << 30, KvmfrIoctl.SizeFromResult(int.MinValue));
        Assert.Equal(3UL << 30, KvmfrIoctl.SizeFromResult(-(1 << 30)));
        Assert.Equal(64UL << 20, KvmfrIoctl.SizeFromResult(64 << 20));
    }

    [Fact]
    public void A_device_that_refuses_or_has_no_memory_is_an_error()
    {
        Assert.Same(MemoryErrors.KvmfrRequestFailed, Assert.Throws<OrielException>(() => Region.OpenKvmfr("/dev/zero", RegionAccess.ReadWrite, new Fake { Error = 25 })).Code);
        Assert.Same(MemoryErrors.Empty, Assert.Throws<OrielException>(() => Region.OpenKvmfr("/dev/zero", RegionAccess.ReadWrite, new Fake())).Code);

        // The real requests, on a device that knows none of them.
        var error = Assert.Throws<OrielException>(() => Region.OpenKvmfr("/dev/zero", RegionAccess.ReadWrite));
        Assert.Same(MemoryErrors.KvmfrRequestFailed, error.Code);
        Assert.Contains("errno 25", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_name_that_is_a_file_is_explained()
    {
        using var file = new TempRegion(4096);
        var error = Assert.Throws<OrielException>(() => Region.OpenKvmfr(file.Path, RegionAccess.ReadWrite, new Fake { Bytes = 4096 }));
        Assert.Same(MemoryErrors.DeviceIsFile, error.Code);
        Assert.Contains("ordinary file of 4096 bytes", error.Seen, StringComparison.Ordinal);
        Assert.Contains("modprobe kvmfr", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_devices_are_told_from_names_of_files()
    {
        Assert.True(RegionOpening.IsKvmfrDevicePath("/dev/kvmfr0"));
        Assert.True(RegionOpening.IsKvmfrDevicePath("/dev/kvmfr12"));
        Assert.False(RegionOpening.IsKvmfrDevicePath("/dev/shm/kvmfr0"));
        Assert.False(RegionOpening.IsKvmfrDevicePath("/dev/kvmfr"));
        Assert.False(RegionOpening.IsKvmfrDevicePath("/dev/kvmfr0a"));
    }

    [Fact]
    public void A_dma_buffer_is_checked_and_passed_on()
    {
        var fake = new Fake { Bytes = 1 << 20 };
        using var region = Region.OpenKvmfr("/dev/zero", RegionAccess.ReadWrite, fake);
        using (var buffer = region.CreateDmaBuffer(8192, 4096))
        {
            Assert.False(buffer.Handle.IsInvalid);
            Assert.Equal(4096UL, buffer.Size);
        }

        Assert.Equal((8192UL, 4096UL), fake.Asked);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CreateDmaBuffer(1, 4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CreateDmaBuffer(0, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CreateDmaBuffer(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CreateDmaBuffer(1 << 20, 4096));
        fake.Error = 22;
        Assert.Contains("errno 22", Assert.Throws<OrielException>(() => region.CreateDmaBuffer(0, 4096)).Seen, StringComparison.Ordinal);
        Assert.Null(region.DmaBufferObstacle);
    }

    [Fact]
    public unsafe void The_argument_is_laid_out_as_the_specification_says()
    {
        var argument = new KvmfrDmaBufferArgument { Flags = 1, Offset = 0x1122334455667788, Size = 0x99AABBCCDDEEFF00 };
        var bytes = new ReadOnlySpan<byte>(&argument, sizeof(KvmfrDmaBufferArgument));
        Assert.Equal("010000000000000088776655443322110" + "0FFEEDDCCBBAA99", Convert.ToHexString(bytes));
    }

    private sealed class Fake : IKvmfrRequests
    {
        public ulong Bytes { get; init; }

        public int Error { get; set; }

        public (ulong Offset, ulong Size) Asked { get; private set; }

        public bool TryGetSize(SafeFileHandle device, out ulong bytes, out int error)
        {
            bytes = Bytes;
            error = Error;
            return Error == 0;
        }

        public int CreateDmaBuffer(SafeFileHandle device, ulong offset, ulong size, out int error)
        {
            Asked = (offset, size);
            error = Error;
            if (Error != 0)
            {
                return -1;
            }

            // Any descriptor will do; its handle gives it up to the caller.
            var handle = File.OpenHandle("/dev/null");
            handle.SetHandleAsInvalid();
            return (int)handle.DangerousGetHandle();
        }
    }
}
