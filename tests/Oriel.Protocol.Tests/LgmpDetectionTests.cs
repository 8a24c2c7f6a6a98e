using System.Buffers.Binary;
using Oriel.Protocol.Lgmp;

namespace Oriel.Protocol.Tests;

/// <summary>The detection algorithm of lgmp.md section 1.1, step by step, on heads built from literal offsets.</summary>
public sealed class LgmpDetectionTests
{
    private const ulong RegionBytes = 4 << 20;

    private readonly byte[] _head = new byte[LgmpDetection.HeadBytes];

    [Fact]
    public void Head_covers_every_field_that_is_looked_at() => Assert.True(LgmpDetection.HeadBytes >= 9684 + 48);

    [Theory]
    [InlineData(0, 5u, "v5")]
    [InlineData(0, 6u, "v6")]
    [InlineData(0, 7u, "v7")]
    [InlineData(8064, 10u, "v10c")]
    [InlineData(9664, 12u, "v12")]
    public void Known_version_at_its_place(int place, uint version, string layout)
    {
        Magic(place, version);
        Assert.Equal(LgmpDetectionKind.Layout, Detect(out var result));
        Assert.Equal(layout, result.Layout!.Name);
        Assert.Equal(version, result.Version);
    }

    [Theory]
    [InlineData(0, 4u)]
    [InlineData(0, 8u)]
    [InlineData(0, 10u)]
    [InlineData(0, uint.MaxValue)]
    [InlineData(8064, 9u)]
    [InlineData(8064, 11u)]
    [InlineData(8064, 12u)]
    [InlineData(9664, 10u)]
    [InlineData(9664, 11u)]
    [InlineData(9664, 13u)]
    public void Unknown_version_is_a_mismatch_with_its_number(int place, uint version)
    {
        Magic(place, version);
        Assert.Equal(LgmpDetectionKind.VersionMismatch, Detect(out var result));
        Assert.Null(result.Layout);
        Assert.Equal(version, result.Version);
        Assert.Equal(version.ToString(), result.VersionText);
        Assert.Equal(0u, result.KvmfrVersion);
        Assert.Equal("", result.ProducerText);
    }

    [Theory]
    [InlineData(0, 4u, 5756)]
    [InlineData(0, 8u, 5748)]
    [InlineData(8064, 11u, 8084)]
    [InlineData(9664, 13u, 9684)]
    public void Mismatch_tells_what_the_user_data_says(int place, uint version, int userData)
    {
        Magic(place, version);
        "KVMFR---"u8.CopyTo(_head.AsSpan(userData));
        U32(userData + 8, 77);
        "B9-future\u0007"u8.CopyTo(_head.AsSpan(userData + 12));
        Assert.Equal(LgmpDetectionKind.VersionMismatch, Detect(out var result));
        Assert.Equal(77u, result.KvmfrVersion);
        Assert.Equal("B9-future?", result.ProducerText);
    }

    [Fact]
    public void Short_lived_10a_is_refused_by_name()
    {
        Magic(8, 10);
        "KVMFR---"u8.CopyTo(_head.AsSpan(8068));
        U32(8068 + 8, 20);
        Assert.Equal(LgmpDetectionKind.VersionMismatch, Detect(out var result));
        Assert.Equal("10a", result.VersionText);
        Assert.Equal(10u, result.Version);
        Assert.Equal(20u, result.KvmfrVersion);
    }

    [Fact]
    public void Magic_at_8_with_another_version_is_a_session_id_that_looks_like_it()
    {
        Magic(8, 9);
        Assert.Equal(LgmpDetectionKind.NoProducer, Detect(out _));
    }

    [Fact]
    public void Nothing_there() => Assert.Equal(LgmpDetectionKind.NoProducer, Detect(out _));

    [Theory]
    [InlineData(8064, 10u)]
    [InlineData(9664, 12u)]
    public void Magic_at_0_is_always_current(int stalePlace, uint staleVersion)
    {
        Magic(0, 6);
        Magic(stalePlace, staleVersion);
        Assert.Equal(LgmpDetectionKind.Layout, Detect(out var result));
        Assert.Equal(6u, result.Version);
    }

    [Theory]
    [InlineData(9688u + 153, 12u)]
    [InlineData(9728u + 192, 12u)]
    [InlineData(9688u + 152, 10u)]
    [InlineData(8256u, 10u)]
    public void With_both_magics_the_first_ring_decides(uint ring, uint version)
    {
        BothMagics();
        U32(64 + 304, ring);
        Assert.Equal(LgmpDetectionKind.Layout, Detect(out var result));
        Assert.Equal(version, result.Version);
    }

    [Fact]
    public void With_both_magics_and_no_ring_yet_nothing_is_decided()
    {
        BothMagics();
        Assert.Equal(LgmpDetectionKind.Undecided, Detect(out var result));
        Assert.Null(result.Layout);
    }

    [Theory]
    [InlineData(9676, 9984u)]
    [InlineData(8076, 8256u)]
    public void With_both_magics_a_ring_without_a_queue_decides_nothing(int queueCount, uint ring)
    {
        BothMagics();
        U32(64 + 304, ring);
        U32(queueCount, 0);
        Assert.Equal(LgmpDetectionKind.Undecided, Detect(out _));
    }

    [Theory]
    [InlineData(9684, 9984u)]
    [InlineData(8084, 8256u)]
    public void With_both_magics_the_kvmfr_magic_must_stand_at_the_chosen_place(int userData, uint ring)
    {
        BothMagics();
        U32(64 + 304, ring);
        _head[userData] = (byte)'X';
        Assert.Equal(LgmpDetectionKind.Undecided, Detect(out _));
    }

    [Fact]
    public void With_both_magics_a_user_data_size_near_4_gib_does_not_wrap()
    {
        BothMagics();
        U32(64 + 304, 9984);
        U32(9680, uint.MaxValue);
        Assert.Equal(LgmpDetectionKind.Layout, Detect(out var result));
        Assert.Equal(10u, result.Version);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 31)]
    [InlineData(8064, 8083)]
    [InlineData(9664, 9683)]
    public void Region_too_small_for_the_place_has_no_producer(int place, int bytes)
    {
        Magic(place, place == 0 ? 6u : place == 8064 ? 10u : 12);
        LgmpDetection.Detect(_head.AsSpan(0, bytes), (ulong)bytes, out var byHead);
        LgmpDetection.Detect(_head, (ulong)bytes, out var byRegion);
        Assert.Equal(LgmpDetectionKind.NoProducer, byHead.Kind);
        Assert.Equal(LgmpDetectionKind.NoProducer, byRegion.Kind);
    }

    private LgmpDetectionKind Detect(out LgmpDetectionResult result)
    {
        var kind = LgmpDetection.Detect(_head, RegionBytes, out result);
        Assert.Equal(kind, result.Kind);
        return kind;
    }

    private void BothMagics()
    {
        Magic(8064, 10);
        Magic(9664, 12);
        U32(8076, 2);
        U32(9676, 2);
        U32(9680, 153);
        "KVMFR---"u8.CopyTo(_head.AsSpan(8084));
        "KVMFR---"u8.CopyTo(_head.AsSpan(9684));
    }

    private void Magic(int place, uint version)
    {
        U32(place, 0x504D474C);
        U32(place + 4, version);
    }

    private void U32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_head.AsSpan(offset), value);
}
