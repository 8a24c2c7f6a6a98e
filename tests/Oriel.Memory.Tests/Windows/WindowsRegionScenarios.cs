using System.Diagnostics;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Windows;

/// <summary>Regions on Windows. Explicit: run by <see cref="WineTests"/> under Wine; on a Windows machine with "-explicit on".</summary>
public sealed class WindowsRegionScenarios : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    private string FilePath => _folder.File("region");

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public void A_file_can_be_missing_empty_too_large_or_no_file()
    {
        Fails(() => Region.OpenFile(FilePath, RegionAccess.ReadWrite), MemoryErrors.Missing);
        Fails(() => Region.OpenFile(_folder.File(@"no\such"), RegionAccess.ReadWrite), MemoryErrors.Missing);
        Fails(() => Region.CreateFile(_folder.File(@"no\such"), 4096, Mode), MemoryErrors.Missing);
        Fails(() => Region.Open("kvmfr987", RegionAccess.ReadOnly), MemoryErrors.Missing);
        Assert.False(File.Exists(FilePath), "opening must not create");
        File.WriteAllBytes(FilePath, []);
        Fails(() => Region.OpenFile(FilePath, RegionAccess.ReadWrite), MemoryErrors.Empty);
        Fails(() => Region.CreateFile(FilePath, Region.LargestBytes + 1, Mode), MemoryErrors.TooLarge);
        Assert.Contains("folder", Fails(() => Region.OpenFile(_folder.Path, RegionAccess.ReadOnly), MemoryErrors.WrongType).Seen, StringComparison.Ordinal);
        Fails(() => Region.OpenFile("NUL", RegionAccess.ReadOnly), MemoryErrors.WrongType);
        Fails(() => Region.OpenKvmfr("/dev/kvmfr0", RegionAccess.ReadOnly), MemoryErrors.Missing);
        Fails(() => Region.OpenPciBar(0, RegionAccess.ReadOnly), MemoryErrors.Missing);
    }

    [Fact(Explicit = true)]
    public void A_file_kept_by_somebody_is_refused_in_words_of_Windows()
    {
        File.WriteAllBytes(FilePath, new byte[4096]);
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("icacls", Fails(() => Region.OpenFile(FilePath, RegionAccess.ReadWrite), MemoryErrors.PermissionDenied).Remedy, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void Two_mappings_of_one_file_are_the_same_memory()
    {
        using var one = Region.CreateFile(FilePath, 12345, Mode);
        Assert.Equal((12345UL, RegionKind.File), (one.Length, one.Kind));
        Assert.Equal(12345, new FileInfo(FilePath).Length);
        using var two = Region.Open(FilePath, RegionAccess.ReadWrite);
        one.WriteUInt32(12340, 77);
        Assert.Equal(77U, two.ReadUInt32(12340));
        Assert.Equal(77U, two.CompareExchangeUInt32(12340, 78, 77));
        using var reader = Region.OpenFile(FilePath, RegionAccess.ReadOnly);
        Assert.Equal(78U, reader.ReadUInt32(12340));
        Assert.Throws<InvalidOperationException>(() => reader.WriteUInt32(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadUInt32(12344));
        Assert.True(one.Backing is { Inode: not 0, Type: RegionBackingType.RegularFile, SizeBytes: 12345 });
        Assert.False(one.BackingChanged() || two.BackingChanged() || reader.BackingChanged() || one.IsFaulted);
    }

    [Fact(Explicit = true)]
    public void A_smaller_file_grows_in_place_and_the_old_mapping_knows()
    {
        File.WriteAllBytes(FilePath, new byte[4096]);
        using var old = Region.OpenFile(FilePath, RegionAccess.ReadWrite);
        old.WriteUInt32(16, 9);
        using var grown = Region.CreateFile(FilePath, 8192, Mode);
        Assert.Equal((9U, 8192UL), (grown.ReadUInt32(16), grown.Length));
        Assert.True(old.BackingChanged());
        grown.WriteUInt32(16, 10);
        Assert.Equal(10U, old.ReadUInt32(16));
    }

    [Fact(Explicit = true)]
    public void A_larger_file_is_replaced_or_kept_and_never_shrunk()
    {
        File.WriteAllBytes(FilePath, new byte[8192]);
        using (var small = Region.CreateFile(FilePath, 4096, Mode))
        {
            Assert.Equal((4096UL, 4096L), (small.Length, new FileInfo(FilePath).Length));
            Assert.False(small.BackingChanged());
        }

        File.WriteAllBytes(FilePath, new byte[8192]);
        using var user = Region.OpenFile(FilePath, RegionAccess.ReadWrite);
        user.WriteUInt32(8188, 5);
        try
        {
            using var small = Region.CreateFile(FilePath, 4096, Mode);
            Assert.True(user.BackingChanged());
        }
        catch (OrielException e)
        {
            Assert.Same(MemoryErrors.CreateFailed, e.Code);
            Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
            Assert.False(user.BackingChanged());
        }

        Assert.Equal(5U, user.ReadUInt32(8188));
    }

    [Fact(Explicit = true)]
    public void A_mapped_file_does_not_shrink()
    {
        using var region = Region.CreateFile(FilePath, 8192, Mode);
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Assert.ThrowsAny<IOException>(() => file.SetLength(4096));
        region.WriteUInt32(8188, 1);
        Assert.False(region.BackingChanged() || region.IsFaulted);
    }

    [Fact(Explicit = true)]
    public void Another_file_under_the_name_is_noticed()
    {
        using var region = Region.CreateFile(FilePath, 4096, Mode);
        File.Move(FilePath, _folder.File("elsewhere"));
        Assert.True(region.BackingChanged());
        File.WriteAllBytes(FilePath, new byte[4096]);
        Assert.True(region.BackingChanged());
        region.WriteUInt32(0, 3);
        using var moved = Region.OpenFile(_folder.File("elsewhere"), RegionAccess.ReadOnly);
        Assert.Equal(3U, moved.ReadUInt32(0));
    }

    [Fact(Explicit = true)]
    public void Anonymous_memory_is_zeroed_and_stays_as_it_is()
    {
        using var region = Region.CreateMemfd("oriel-test", (1UL << 20) + 5);
        Assert.Equal((RegionKind.Memfd, (1UL << 20) + 5), (region.Kind, region.Length));
        Assert.Equal(0UL, region.ReadUInt64((1 << 20) - 8));
        region.WriteUInt64((1 << 20) - 8, 1);
        Assert.False(region.BackingChanged());
        region.Dispose();
        Assert.Throws<ObjectDisposedException>(() => region.ReadUInt32(0));
    }

    [Fact(Explicit = true)]
    public void The_last_word_of_four_gibibytes_can_be_reached()
    {
        using var region = Region.CreateFile(FilePath, Region.LargestBytes, Mode);
        region.WriteUInt64(Region.LargestBytes - 8, 0x1122334455667788);
        Assert.Equal(0x1122334455667788UL, region.ReadUInt64(Region.LargestBytes - 8));
        Assert.Equal(0U, region.ReadUInt32(0));
    }

    [Fact(Explicit = true)]
    public void Looking_for_devices_works_where_there_are_none()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ORIEL_WINE") == "1", "this machine may have a device");
        Assert.Empty(IvshmemDriver.List());
        Assert.Contains("<shmem name=", Fails(() => Region.Open("ivshmem:0", RegionAccess.ReadWrite), MemoryErrors.Missing).Remedy, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void Talk_to_the_other_system()
    {
        var path = Environment.GetEnvironmentVariable(SharedWords.Variable);
        Assert.SkipWhen(path is null, "run by the other side");
        using var region = Region.OpenFile(path!, RegionAccess.ReadWrite);
        var words = new SharedWords(region, isFirst: true, Stopwatch.GetTimestamp() + (120 * Stopwatch.Frequency));
        words.Run(() => null);
        words.Verify();
    }

    private static OrielException Fails(Func<Region> open, ErrorCode code)
    {
        var error = Assert.Throws<OrielException>(() => open().Dispose());
        Assert.Same(code, error.Code);
        foreach (var word in (string[])["/dev/shm", "tmpfiles", "errno", "ulimit", "sudo", "virsh dumpxml"])
        {
            Assert.DoesNotContain(word, error.Seen + error.Expected + error.Remedy, StringComparison.Ordinal);
        }

        return error;
    }
}
