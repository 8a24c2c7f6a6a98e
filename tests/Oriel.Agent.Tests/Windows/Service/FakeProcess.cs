using Oriel.Agent.Windows.Service;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>A capture process of <see cref="FakeGuest"/>.</summary>
internal sealed class FakeProcess(FakeGuest guest, uint id, uint session) : ICaptureProcess
{
    private readonly ManualResetEvent _ended = new(initialState: false);
    private uint _exitCode;

    public uint Id => id;

    public uint Session => session;

    public WaitHandle Ended => _ended;

    public bool IsAlive { get; private set; } = true;

    public bool IsDisposed { get; private set; }

    public bool WasAsked { get; private set; }

    public bool WasTerminated { get; private set; }

    public string? LastWords { get; private set; }

    public bool HasEnded(out uint exitCode)
    {
        Assert.False(IsDisposed);
        exitCode = _exitCode;
        return !IsAlive;
    }

    public void RequestEnd()
    {
        Assert.False(WasAsked, "asked twice");
        WasAsked = true;
        if (!guest.IsDeaf)
        {
            Die(0);
        }
    }

    public void Terminate()
    {
        Assert.True(WasAsked, "ended by force without asking");
        Assert.False(WasTerminated, "ended by force twice");
        WasTerminated = true;
        Die(1);
    }

    /// <summary>It ends by itself.</summary>
    public void Die(uint exitCode, string? words = null)
    {
        (IsAlive, _exitCode, LastWords) = (false, exitCode, words);
        _ended.Set();
    }

    public void Dispose()
    {
        Assert.False(IsDisposed);
        IsDisposed = true;
        _ended.Dispose();
    }
}
