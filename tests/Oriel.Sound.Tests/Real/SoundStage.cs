using Oriel.Testing;

namespace Oriel.Sound.Tests.Real;

/// <summary>One sound server for all tests of this program that open devices; SDL can be told of one only. Each test has a sink of its own.</summary>
public sealed class SoundStage : IDisposable
{
    private readonly PulseServer? _server;

    public SoundStage()
    {
        if (PulseServer.MissingReason is null)
        {
            // What is tested here is heard when it comes too late.
            TestPriority.Raise();
            _server = PulseServer.StartOrSkip(["default-sink", "true-clock", "fast-clock", "true-clock-long", "fast-clock-long", "opus-sink", "moving-sink", "volume-sink"], ["microphone", "second-microphone"]);
            _server.UseInThisProcess();
        }
    }

    /// <summary>The server, or the test is skipped.</summary>
    public PulseServer Server
    {
        get
        {
            if (_server is null)
            {
                Assert.Skip(PulseServer.MissingReason!);
            }

            return _server;
        }
    }

    public void Dispose() => _server?.Dispose();
}
