using Oriel.Spice.Main;

namespace Oriel.Spice.Tests.Main;

/// <summary>Remembers what a main channel tells.</summary>
internal sealed class RecordingListener : IMainListener
{
    public List<uint> Sessions { get; } = [];

    public List<IReadOnlyList<(ChannelType Type, byte Id)>> Lists { get; } = [];

    public List<string> Facts { get; } = [];

    public SpiceStatus Status { get; private set; } = new();

    public void Initialized(uint sessionId) => Sessions.Add(sessionId);

    public void Listed(IReadOnlyList<(ChannelType Type, byte Id)> channels) => Lists.Add(channels);

    public void Update(Func<SpiceStatus, SpiceStatus> change) => Status = change(Status);

    public void Log(string fact) => Facts.Add(fact);
}
