using Oriel.Relay.Doorbell;

namespace Oriel.Cli.Serve;

/// <summary>What <c>oriel serve</c> says.</summary>
internal interface IServeOutput
{
    /// <summary>The sockets are open.</summary>
    void Ready(IReadOnlyList<MachineOptions> machines);

    /// <summary>Something happened.</summary>
    void Report(ServerEvent what);

    /// <summary>It ends in order.</summary>
    void End();
}
