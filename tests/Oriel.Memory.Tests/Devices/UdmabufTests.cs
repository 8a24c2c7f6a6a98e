using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Devices;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Devices;

/// <summary>Lending memory files to a GPU. The kernel's part is played by a double, which hands out the memory file itself; the last test is for machines that have the device.</summary>
public sealed class UdmabufTests
{
    private const ulong Bytes = 1 << 20;

    [Fact]
    public void Exactly_the_part_asked_for_is_lent_from_our_own_descriptor()
    {
        var kernel = new Fake();
        using var region = Region.CreateLendable("oriel-udmabuf", Bytes, kernel);
        Assert.Null(region.DmaBufferObstacle);
        using (var buffer = region.CreateDmaBuffer(8192, 12288))
        {
            Assert.Equal(12288UL, buffer.Size);
            Assert.False(buffer.Handle.IsInvalid);
            Assert.True(buffer.TryMakeVisible());
        }

        Assert.Equal((region.Handle.DangerousGetHandle(), 8192UL, 12288UL), kernel.Asked);
        Assert.Equal(kernel.Opened, kernel.Closed());
    }

    [Fact]
    public void Nothing_beyond_the_region_or_beside_a_page_is_asked_for()
    {
        var kernel = new Fake();
        using var region = Region.CreateLendable("oriel-udmabuf", Bytes, kernel);
        foreach (var (offset, size) in new[]
        {
            (1UL, 4096UL), (4UL, 4096UL), (0UL, 1UL), (0UL, 4097UL), (0UL, 0UL), (Bytes, 4096UL), (Bytes - 4096, 8192UL), (0UL, Bytes + 4096),
            (ulong.MaxValue & ~4095UL, 4096UL), (4096UL, ulong.MaxValue & ~4095UL), (ulong.MaxValue, ulong.MaxValue),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => region.CreateDmaBuffer(offset, size));
        }

        Assert.Equal(0, kernel.Opened);
    }

    [Fact]
    public void Every_refusal_is_an_error_with_the_numbers_and_leaves_nothing_open()
    {
        var kernel = new Fake { OpenError = 2 };
        using var region = Region.CreateLendable("oriel-udmabuf", Bytes, kernel);
        var missing = Assert.Throws<OrielException>(() => region.CreateDmaBuffer(0, 4096));
        Assert.Same(MemoryErrors.NoUdmabuf, missing.Code);
        Assert.Contains("modprobe udmabuf", missing.Remedy, StringComparison.Ordinal);
        Assert.Same(MemoryErrors.NoUdmabuf, region.DmaBufferObstacle!.Code);

        kernel.OpenError = 13;
        var forbidden = region.DmaBufferObstacle!;
        Assert.Contains("errno 13", forbidden.Seen, StringComparison.Ordinal);
        Assert.Contains("group", forbidden.Remedy, StringComparison.Ordinal);

        (kernel.OpenError, kernel.CreateError) = (0, 22);
        var refused = Assert.Throws<OrielException>(() => region.CreateDmaBuffer(4096, 8192));
        Assert.Same(MemoryErrors.UdmabufRefused, refused.Code);
        Assert.Contains("8192 bytes at 4096", refused.Seen, StringComparison.Ordinal);
        Assert.Contains("errno 22", refused.Seen, StringComparison.Ordinal);
        Assert.Equal(kernel.Opened, kernel.Closed());
    }

    [Fact]
    public void Memory_that_could_shrink_is_never_lent()
    {
        using var file = new TempRegion(8192);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        Assert.Same(MemoryErrors.NotLendable, region.DmaBufferObstacle!.Code);
        var error = Assert.Throws<OrielException>(() => region.CreateDmaBuffer(0, 4096));
        Assert.Same(MemoryErrors.NotLendable, error.Code);
        Assert.Contains("an ordinary file", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Caches_are_written_back_where_devices_do_not_see_them_and_a_refusal_is_told()
    {
        var kernel = new FakeSync();
        using (var buffer = new DmaBuffer(File.OpenHandle("/dev/null"), 4096, kernel, isCoherent: false))
        {
            Assert.True(buffer.TryMakeVisible());
            Assert.Equal([DmaBufSync.Read | DmaBufSync.Start, DmaBufSync.Read | DmaBufSync.End], kernel.Flags);
            for (var failing = 1; failing <= 2; failing++)
            {
                (kernel.Flags, kernel.FailAt) = ([], failing);
                Assert.False(buffer.TryMakeVisible());
                Assert.Equal(failing, kernel.Flags.Count);
            }
        }

        kernel = new FakeSync { FailAt = 1 };
        using var coherent = new DmaBuffer(File.OpenHandle("/dev/null"), 4096, kernel, isCoherent: true);
        Assert.True(coherent.TryMakeVisible());
        Assert.Empty(kernel.Flags);

        // The real request, on something that is no DMA buffer.
        Assert.False(DmaBufferIoctl.Instance.TrySync(coherent.Handle, DmaBufSync.Read | DmaBufSync.Start));
    }

    [Fact]
    public void The_kernel_lends_a_memory_file()
    {
        using var region = Region.CreateMemfd("oriel-udmabuf", Bytes);
        if (region.DmaBufferObstacle is { } obstacle)
        {
            Assert.Same(MemoryErrors.NoUdmabuf, obstacle.Code);
            Assert.Skip($"not run on a device: {obstacle.Seen}");
        }

        using var buffer = region.CreateDmaBuffer(4096, 8192);
        Assert.True(DmaBufferIoctl.Instance.TrySync(buffer.Handle, DmaBufSync.Read | DmaBufSync.Start));
        Assert.True(DmaBufferIoctl.Instance.TrySync(buffer.Handle, DmaBufSync.Read | DmaBufSync.End));
    }

    private sealed class Fake : IUdmabufRequests
    {
        private readonly List<SafeFileHandle> _devices = [];

        public int OpenError { get; set; }

        public int CreateError { get; set; }

        public int Opened => _devices.Count;

        public (nint Memory, ulong Offset, ulong Size) Asked { get; private set; }

        public int Closed() => _devices.Count(d => d.IsClosed);

        public SafeFileHandle? TryOpen(out int error)
        {
            error = OpenError;
            if (error != 0)
            {
                return null;
            }

            _devices.Add(File.OpenHandle("/dev/null"));
            return _devices[^1];
        }

        public int Create(SafeFileHandle device, SafeFileHandle memory, ulong offset, ulong size, out int error)
        {
            Asked = (memory.DangerousGetHandle(), offset, size);
            error = CreateError;
            if (error != 0)
            {
                return -1;
            }

            var handle = File.OpenHandle($"/proc/self/fd/{memory.DangerousGetHandle()}");
            handle.SetHandleAsInvalid();
            return (int)handle.DangerousGetHandle();
        }
    }

    private sealed class FakeSync : IDmaBufferRequests
    {
        public List<ulong> Flags { get; set; } = [];

        public int FailAt { get; set; }

        public bool TrySync(SafeFileHandle buffer, ulong flags)
        {
            Flags.Add(flags);
            return Flags.Count != FailAt;
        }
    }
}
