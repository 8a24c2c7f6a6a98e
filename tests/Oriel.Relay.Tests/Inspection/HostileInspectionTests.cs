using System.Buffers.Binary;
using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Memory;
using Oriel.Relay.Inspection;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Inspection;

/// <summary>The inspector against images made to hurt it: it answers, within bounds, and writes nothing.</summary>
public sealed class HostileInspectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(5752)]
    [InlineData(5759)]
    public void Cut_images_are_answered(int bytes)
    {
        foreach (var name in Vectors.Names)
        {
            var report = RegionInspector.Inspect(Vectors.Image(name).AsMemory(0, bytes));
            Assert.NotEqual(InspectionState.Session, report.State);
            Assert.Equal((ulong)bytes, report.ImageBytes);
            Assert.NotEmpty(InspectionJson.Write(report));
        }
    }

    [Fact]
    public void Image_cut_behind_its_headers_refuses_what_is_gone_and_reads_the_rest()
    {
        var report = RegionInspector.Inspect(Vectors.Image("p20-live").AsMemory(0, 3_600_000));
        Assert.Equal(InspectionState.Session, report.State);
        var frames = report.Pending!.OfType<InspectedFrame>().ToList();
        Assert.All(frames, f => Assert.Equal("PayloadRange", f.Refused!.Code));
        Assert.Contains(report.Pending!, m => m is InspectedCursor { Refused: null, Shape.Sha256: not null });
    }

    [Fact]
    public void Region_that_shrinks_is_a_lost_session_not_a_crash()
    {
        var image = Vectors.Image("p20-live");
        using var file = new TempRegion();
        File.WriteAllBytes(file.Path, image);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadOnly);
        Assert.Equal(InspectionState.Session, RegionInspector.Inspect(region).State);
        using (var shrink = File.OpenWrite(file.Path))
        {
            shrink.SetLength(0);
        }

        Assert.NotEqual(InspectionState.Session, RegionInspector.Inspect(region).State);
        Assert.True(region.IsFaulted);
    }

    /// <summary>65536 ring entries, each naming the largest payload there is: a naive reader hashes for hours.</summary>
    [Fact]
    public void Ring_full_of_large_frames_is_bounded()
    {
        var image = Vectors.Image("p20-live");
        const int record = 32, ring = 1 << 20, payload = 3153920;
        U32(image, record + 4, 65536);
        U32(image, record + 16, 0);
        U32(image, record + 20, ring);
        U32(image, record + 440, 65536);
        for (var i = 0; i < 65536; i++)
        {
            U32(image, ring + (16 * i) + 4, (uint)(image.Length - payload));
            U32(image, ring + (16 * i) + 8, payload);
        }

        var started = Stopwatch.GetTimestamp();
        var report = RegionInspector.Inspect(image);
        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.Equal(InspectionOptions.Full.MaxMessagesPerQueue, report.Pending!.Count(m => m.QueueId == 2));
        Assert.Contains("65536 messages are held", Assert.Single(report.Queues![0].Notes!), StringComparison.Ordinal);
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"took {elapsed}");
    }

    [Fact]
    public void Client_messages_that_claim_too_much_are_cut()
    {
        var image = Vectors.Image("p20-live");
        const int record = 32 + 1144;
        U32(image, record + 464, uint.MaxValue);
        var queue = RegionInspector.Inspect(image).Queues![1];
        Assert.Equal(uint.MaxValue, queue.ClientMessages[0].Size);
        Assert.Equal(128, queue.ClientMessages[0].Hex.Length);
        Assert.NotNull(queue.Notes);

        U32(image, record + 448, uint.MaxValue);
        queue = RegionInspector.Inspect(image).Queues![1];
        Assert.Empty(queue.ClientMessages);
        Assert.NotNull(queue.Notes);
    }

    [Theory]
    [InlineData(8u)]
    [InlineData(4u)]
    [InlineData(77u)]
    public void Unknown_lgmp_version_is_told_with_all_there_is(uint version)
    {
        var image = Vectors.Image("p20-live");
        U32(image, 4, version);
        var report = RegionInspector.Inspect(image);
        Assert.Equal(InspectionState.VersionMismatch, report.State);
        Assert.Equal((version, 20u, "TV-p20"), (report.LgmpVersion, report.KvmfrVersion, report.ProducerText));
        Assert.Null(report.Queues);
    }

    [Fact]
    public void Unknown_kvmfr_version_is_told_and_its_messages_are_not_guessed()
    {
        var image = Vectors.Image("p34-legacy-live");
        U32(image, 9684 + 8, 35);
        var report = RegionInspector.Inspect(image);
        Assert.Equal(InspectionState.VersionMismatch, report.State);
        Assert.Equal((12u, 35u, "TV-p34-legacy"), (report.LgmpVersion, report.KvmfrVersion, report.ProducerText));
        Assert.Equal(2, report.Queues!.Count);
        Assert.All(report.Pending!, m => Assert.IsType<InspectedOtherMessage>(m));
    }

    [Fact]
    public void Recovery_block_shrinks_the_region_and_tells_versions()
    {
        var image = Vectors.Image("p34-idd-idd");
        var block = image.Length - 65536;
        "KVMFRRCV"u8.CopyTo(image.AsSpan(block));
        U32(image, block + 16, 12);
        U32(image, block + 20, 34);
        U32(image, block + 48, 99);
        U32(image, block + 60, 1);
        "rc"u8.CopyTo(image.AsSpan(block + 64));
        var report = RegionInspector.Inspect(image);
        Assert.Equal(new InspectedRecovery(12, 34, 99, true, "rc"), report.Recovery);
        Assert.Equal(3, report.FrameBuffers);
        Assert.DoesNotContain(report.Pending!, m => m.Refused is not null);

        // What reaches into the block is outside the memory LGMP has.
        var ring = report.Queues![0].MessagesOffset;
        U32(image, (int)ring + 12, (uint)block - 100);
        Assert.Equal("PayloadRange", RegionInspector.Inspect(image).Pending![0].Refused!.Code);
    }

    [Fact]
    public void Numbers_json_cannot_write_are_written_as_text()
    {
        var image = Vectors.Image("p34-idd-idd");
        BinaryPrimitives.WriteSingleLittleEndian(image.AsSpan(3157844 + 28 + 52), float.NaN);
        Assert.Contains("\"scalar\": \"NaN\"", InspectionJson.Write(RegionInspector.Inspect(image)), StringComparison.Ordinal);
    }

    /// <summary>Random words over the headers, rings and payload headers of every image: always an answer, always JSON, nothing written.</summary>
    [Fact]
    public void Random_damage_never_stops_it()
    {
        var names = Vectors.Names.ToArray();
        var interesting = new uint[] { 0u, 1, 2, 64, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFF000, uint.MaxValue };
        var payloadHeaders = Gen.Elements(3153920 / 4, 3674112 / 4, 3158016 / 4, 3407872 / 4, 4325376 / 4).SelectMany(p => Gen.Choose(p, p + 60));
        var gen =
            from name in Gen.Elements(names)
            from count in Gen.Choose(1, 12)
            from patches in Gen.ArrayOf(
                from place in Gen.Frequency((4, Gen.Choose(0, 3000)), (1, Gen.Choose(0, 1 << 20)), (2, payloadHeaders))
                from value in Gen.OneOf(Gen.Elements(interesting), Gen.Choose(int.MinValue, int.MaxValue).Select(i => unchecked((uint)i)))
                select (Place: place * 4, Value: value),
                count)
            select (name, patches);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(5, 77), Prop.ForAll(gen.ToArbitrary(), input =>
        {
            var image = Vectors.Image(input.name);
            foreach (var (place, value) in input.patches)
            {
                if (place <= image.Length - 4)
                {
                    U32(image, place, value);
                }
            }

            var report = RegionInspector.Inspect(image, new InspectionOptions { ImageChecksum = false });
            return InspectionJson.Write(report).Length > 0;
        }));
    }

    [Fact]
    public void Region_is_read_like_its_copy_and_not_changed()
    {
        using var file = new TempRegion();
        Vectors.WriteImage("p20-live", file.Path);
        var before = File.GetLastWriteTimeUtc(file.Path);
        using (var region = Region.OpenFile(file.Path, RegionAccess.ReadOnly))
        {
            var report = RegionInspector.Inspect(region);
            Assert.Equal(InspectionJson.Write(RegionInspector.Inspect(Vectors.Image("p20-live"))), InspectionJson.Write(report));
            Assert.Equal(report, RegionInspector.Recheck(region, report));
        }

        Assert.Equal(Vectors.Image("p20-live"), File.ReadAllBytes(file.Path));
        Assert.Equal(before, File.GetLastWriteTimeUtc(file.Path));
    }

    [Theory]
    [InlineData("p19-live", 16)]
    [InlineData("p20-live", 16)]
    [InlineData("p20m-v7-live", 16)]
    [InlineData("p20m-v10-live", 0)]
    [InlineData("p34-legacy-live", 0)]
    public void Heartbeat_is_seen_to_move_at_its_place(string name, int offset)
    {
        using var file = new TempRegion();
        Vectors.WriteImage(name, file.Path);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        var watch = HeartbeatWatch.Start(region, RegionInspector.Inspect(region, InspectionOptions.SessionOnly));
        Assert.False(watch!.HasMoved);
        region.WriteUInt64((ulong)offset, 1000270);
        Assert.True(watch.HasMoved);
        region.WriteUInt64((ulong)offset, 1000260);
        Assert.True(watch.HasMoved);
    }

    [Fact]
    public void Session_that_changes_is_lost_on_a_second_look()
    {
        using var file = new TempRegion();
        Vectors.WriteImage("p20-live", file.Path);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        var report = RegionInspector.Inspect(region);
        region.WriteUInt32(8, 1);
        var again = RegionInspector.Recheck(region, report);
        Assert.Equal(InspectionState.SessionLost, again.State);
        Assert.Equal(["the session changed from 383100999 to 1"], again.Notes);
        region.WriteUInt32(0, 0);
        Assert.Equal(["the header of session 383100999 was wiped"], RegionInspector.Recheck(region, report).Notes);
    }

    private static void U32(byte[] image, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);
}
