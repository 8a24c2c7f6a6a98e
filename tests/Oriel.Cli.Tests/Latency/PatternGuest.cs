using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Latency;

/// <summary>A synthetic guest of 640x360 at 60 Hz.</summary>
internal sealed class PatternGuest : IDisposable
{
    private readonly Region _memory;
    private readonly PatternProducer _pattern;

    public PatternGuest(TempRegion region)
    {
        _memory = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
        _pattern = new PatternProducer(_memory, new ProducerOptions { ReportsTimes = true }, new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 640, 360, PatternDamage.Moving) });
        _pattern.Start();
    }

    public long Frames => _pattern.Statistics.Published;

    public void Dispose()
    {
        _pattern.Dispose();
        _memory.Dispose();
    }
}
