namespace Oriel.Relay.Producer;

/// <summary>Receives what consumers ask for (kvmfr.md section 8). Called on the thread that ticks. The numbers are the consumer's: any value can come.</summary>
public interface IControlHandler
{
    /// <summary>Move the cursor; guest desktop pixels.</summary>
    void SetCursorPosition(int x, int y);

    /// <summary>Change the mode to this window size.</summary>
    void SetWindowSize(uint width, uint height);
}
