namespace Oriel.Spice.Main;

/// <summary>What the main channel tells the session; called on its reader.</summary>
internal interface IMainListener
{
    /// <summary>INIT arrived: the other channels can be linked.</summary>
    void Initialized(uint sessionId);

    /// <summary>A list of the server's channels; the last one counts.</summary>
    void Listed(IReadOnlyList<(ChannelType Type, byte Id)> channels);

    /// <summary>Something of the snapshot changed.</summary>
    void Update(Func<SpiceStatus, SpiceStatus> change);

    /// <summary>A fact for the log.</summary>
    void Log(string fact);
}
