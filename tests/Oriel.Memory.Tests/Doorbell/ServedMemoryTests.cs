using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Doorbell;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Doorbell;

/// <summary>A region from an ivshmem server: what the client takes, what it refuses, and how it lives on without its server.</summary>
public sealed class ServedMemoryTests : IDisposable
{
    private readonly FakeServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void The_memory_is_mapped_and_the_doorbells_ring_both_ways()
    {
        WakeEvent[] own = [], other = [];
        using var region = _server.Open(() =>
        {
            _server.Send(0);
            _server.Send(7);
            _server.Send(-1, _server.Memory.Handle);
            other = _server.Announce(3, 2);
            own = _server.Announce(7, 2);
        });
        Assert.Equal((RegionKind.Served, 65536UL, _server.Path), (region.Kind, region.Length, region.Name));
        var doorbell = region.Doorbell!;
        Assert.Equal(7, doorbell.PeerId);
        Assert.False(doorbell.Incoming!.Wait(0));
        own[0].Signal();
        Assert.True(doorbell.Incoming.Wait(0));
        own[1].Signal();
        Assert.False(doorbell.Incoming.Wait(0));

        Assert.True(doorbell.RingDoorbell(3, 1));
        Assert.False(other[0].Wait(0));
        Assert.True(other[1].Wait(0));
        Assert.False(doorbell.RingDoorbell(3, 2));
        Assert.False(doorbell.RingDoorbell(4, 0));
        Assert.True(doorbell.IsPresent(3));
        Assert.False(doorbell.IsPresent(4));
        Assert.Equal(2, doorbell.VectorCount);

        // The same memory as everybody else's.
        using var twin = _server.Open(() => _server.Greet(8));
        region.WriteUInt32(100, 0x12345678);
        Assert.Equal(0x12345678U, twin.ReadUInt32(100));
    }

    [Fact]
    public void Peers_that_come_and_go_are_followed_when_somebody_asks()
    {
        using var region = _server.Open(() => _server.Greet());
        var doorbell = region.Doorbell!;
        Assert.False(doorbell.RingDoorbell(9, 0));
        var nine = _server.Announce(9);
        Assert.True(doorbell.RingDoorbell(9, 0));
        Assert.True(nine[0].Wait(0));

        _server.Send(9);
        Assert.False(region.BackingChanged());
        Assert.False(doorbell.IsPresent(9));
        Assert.False(doorbell.RingDoorbell(9, 0));

        // The number may come again, with other doorbells.
        nine = _server.Announce(9);
        Assert.True(doorbell.RingDoorbell(9, 0));
        Assert.True(nine[0].Wait(0));

        // A server that says we have gone ourselves does not take our event away.
        _server.Send(7);
        Assert.False(region.BackingChanged());
        Assert.True(doorbell.IsPresent(7));
        doorbell.Incoming!.Signal();
        Assert.True(doorbell.Incoming.Wait(0));
    }

    [Fact]
    public void Messages_in_pieces_are_put_together()
    {
        using var region = _server.Open(() =>
        {
            _server.Send(0);
            _server.SendBytes([7, 0, 0]);
            _server.SendBytes([0, 0, 0, 0, 0]);
            _server.SendBytes([0xff], _server.Memory.Handle);
            _server.SendBytes([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
            _server.Announce(7);
        });
        Assert.Equal(7, region.Doorbell!.PeerId);
    }

    [Theory]
    [InlineData(0, "1 without a descriptor")]
    [InlineData(1, "65536 without a descriptor")]
    [InlineData(2, "-1 without a descriptor")]
    [InlineData(3, "4 with a descriptor")]
    [InlineData(4, "-2 without a descriptor")]
    [InlineData(5, "3 bytes of a message of 8")]
    [InlineData(6, "0 with a descriptor")]
    public void What_is_not_the_protocol_is_refused_with_its_numbers(int which, string seen)
    {
        Action greet = which switch
        {
            0 => () => _server.Send(1),
            1 => () => SendAll(0, 65536),
            2 => () => SendAll(0, 7, -1),
            3 => () =>
            {
                SendAll(0, 7);
                _server.Send(4, _server.Memory.Handle);
            },
            4 => () =>
            {
                SendAll(0, 7);
                _server.Send(-1, _server.Memory.Handle);
                _server.Send(-2);
            },
            5 => () =>
            {
                _server.Send(0);
                _server.SendBytes([1, 2, 3]);
                _server.Client.Dispose();
            },
            _ => () => _server.Send(0, _server.Memory.Handle),
        };
        var error = Assert.Throws<OrielException>(() => _server.Open(greet));
        Assert.Same(MemoryErrors.ServerProtocol, error.Code);
        Assert.Contains(seen, error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_says_nothing_or_closes_has_its_own_words()
    {
        Assert.Same(MemoryErrors.ServerSilent, Assert.Throws<OrielException>(() => _server.Open(() => { })).Code);
        Assert.Contains("did not finish", Assert.Throws<OrielException>(() => _server.Open(() => SendAll(0, 7))).Seen, StringComparison.Ordinal);
        var refused = Assert.Throws<OrielException>(() => _server.Open(() => _server.Client.Dispose()));
        Assert.Same(MemoryErrors.PermissionDenied, refused.Code);
        Assert.Contains("--allow-user", refused.Remedy, StringComparison.Ordinal);
        _server.Die();
        Assert.Same(MemoryErrors.Missing, Assert.Throws<OrielException>(() => Region.Open(_server.Path, RegionAccess.ReadWrite)).Code);
        Assert.Same(MemoryErrors.Missing, Assert.Throws<OrielException>(() => Region.Open("doorbell:" + _server.Path + ".not", RegionAccess.ReadWrite)).Code);
        Assert.Same(MemoryErrors.Missing, Assert.Throws<OrielException>(() => Region.Open("doorbell:no name", RegionAccess.ReadWrite)).Code);
    }

    [Fact]
    public void Memory_that_is_not_sealed_is_guarded_against_shrinking()
    {
        using var file = new TempRegion(1 << 16);
        using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite);
        using var region = _server.Open(() => _server.Greet(memory: handle));
        region.WriteUInt32(8192, 5);
        RandomAccess.SetLength(handle, 4096);
        Assert.Equal(0U, region.ReadUInt32(8192));
        Assert.True(region.IsFaulted);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData((4L << 30) + 4096)]
    public void Memory_of_an_impossible_size_is_refused(long bytes)
    {
        using var file = new TempRegion();
        file.Create(bytes);
        using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite);
        Assert.Contains(Assert.Throws<OrielException>(() => _server.Open(() => _server.Greet(memory: handle))).Code, (ErrorCode[])[MemoryErrors.Empty, MemoryErrors.TooLarge]);
    }

    [Fact]
    public void Without_its_server_the_region_works_on_and_asks_to_be_opened_again_once_a_server_is_back()
    {
        WakeEvent[] own = [], other = [];
        using var region = _server.Open(() =>
        {
            own = _server.Greet();
            other = _server.Announce(3);
        });
        var doorbell = region.Doorbell!;
        Assert.True(doorbell.IsPresent(3));
        _server.Die();
        for (var i = 0; i < 3; i++)
        {
            Assert.False(region.BackingChanged());
        }

        region.WriteUInt32(0, 9);
        Assert.Equal(9U, region.ReadUInt32(0));
        Assert.True(doorbell.RingDoorbell(3, 0));
        Assert.True(other[0].Wait(0));
        own[0].Signal();
        Assert.True(doorbell.Incoming!.Wait(0));

        // Back, but it does not greet yet: no reason to leave the memory we have.
        File.Delete(_server.Path);
        _server.Listen();
        Assert.False(region.BackingChanged());
        Eventually.True(_server.TryAccept, TimeSpan.FromSeconds(20), "another connection");
        Assert.False(region.BackingChanged());
        _server.Greet(8);
        Eventually.True(region.BackingChanged, TimeSpan.FromSeconds(20), "a changed backing");
    }

    [Fact]
    public void More_peers_and_vectors_than_anybody_has_are_not_kept()
    {
        using var region = _server.Open(() => _server.Greet());
        using var bell = new WakeEvent();
        for (var id = 100; id < 100 + DoorbellLink.MostPeers + 10; id++)
        {
            _server.Send(id, bell.Handle);
            Assert.False(region.BackingChanged());
        }

        for (var vector = 0; vector < IvshmemProtocol.MostVectors + 10; vector++)
        {
            _server.Send(100, bell.Handle);
            Assert.False(region.BackingChanged());
        }

        var doorbell = region.Doorbell!;
        Assert.Equal(DoorbellLink.MostPeers - 1, Enumerable.Range(100, DoorbellLink.MostPeers + 10).Count(id => doorbell.IsPresent((ushort)id)));
        Assert.True(doorbell.RingDoorbell(100, IvshmemProtocol.MostVectors - 1));
        Assert.False(doorbell.RingDoorbell(100, IvshmemProtocol.MostVectors));
    }

    [Fact]
    public void Ringing_and_looking_allocate_nothing()
    {
        using var region = _server.Open(() =>
        {
            _server.Greet();
            _server.Announce(3);
        });
        var doorbell = region.Doorbell!;
        Act(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Act(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Act(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (!doorbell.RingDoorbell(3, 0) || doorbell.RingDoorbell(4, 0) || doorbell.IsPresent(5) || region.BackingChanged() || doorbell.Incoming!.Wait(0))
                {
                    throw new InvalidOperationException("unexpected");
                }
            }
        }
    }

    [Fact]
    public void Every_descriptor_is_given_back()
    {
        static int Open() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
        void Once()
        {
            using var region = _server.Open(() =>
            {
                _server.Greet();
                _server.Send(5, _server.Memory.Handle);
                _server.Send(5);
            });
            Assert.False(region.BackingChanged());
        }

        // Others' tests open and close descriptors meanwhile: what leaks here would be hundreds.
        Once();
        var before = Open();
        for (var i = 0; i < 100; i++)
        {
            Once();
            _server.Client.Dispose();
        }

        // 100 vectors that the fake server made for us are still its own.
        Eventually.True(() => Open() - before < 100 + 60, TimeSpan.FromSeconds(20), () => $"{Open() - before} more descriptors than before");
    }

    [Fact]
    public void Sealed_memory_keeps_its_size()
    {
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(_server.Memory.Handle, 4096));
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(_server.Memory.Handle, 1 << 20));
        using var file = new TempRegion(4096);
        using SafeFileHandle plain = File.OpenHandle(file.Path);
        Assert.Null(SealedMemory.TryAdopt(plain));
    }

    private void SendAll(params long[] values)
    {
        foreach (var value in values)
        {
            _server.Send(value);
        }
    }
}
