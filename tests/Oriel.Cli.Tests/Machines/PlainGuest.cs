using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Machines;

/// <summary>A guest whose screen has one colour, published again and again.</summary>
internal sealed class PlainGuest : IDisposable
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(20);
    private readonly Region _region;
    private readonly RelayProducer _producer;
    private readonly PixelBuffer _pixels;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly uint _width;
    private readonly uint _height;

    public PlainGuest(string path, uint width, uint height, uint bgra)
    {
        (_width, _height) = (width, height);
        _region = Region.OpenFile(path, RegionAccess.ReadWrite);
        _producer = new RelayProducer(_region, new ProducerOptions());
        _pixels = PixelBuffer.Allocate(width * height * 4);
        for (uint i = 0; i < width * height; i++)
        {
            BitConverter.TryWriteBytes(_pixels.AsSpan(i * 4, 4), bgra);
        }

        _thread = new Thread(Run) { Name = "plain guest" };
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _producer.Dispose();
        _region.Dispose();
        _pixels.Dispose();
        _end.Dispose();
    }

    private void Run()
    {
        var frame = new FrameDescription { Type = FrameType.Bgra, ScreenWidth = _width, ScreenHeight = _height, FrameWidth = _width, FrameHeight = _height, PitchBytes = FramePitch.For(FrameType.Bgra, _width) };
        var damage = new DamageList();
        while (!_end.IsSet)
        {
            _producer.Tick(null);
            damage.SetEverything();
            _ = _producer.Publish(frame, _pixels, 0, _width * 4, damage);
            _end.Wait(s_frame);
        }
    }
}
