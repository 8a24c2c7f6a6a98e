using Oriel.Relay.Consumer;

namespace Oriel.Fuzz.Live;

/// <summary>A sink that knows what the picture should be. Counters may be read from any thread.</summary>
public interface IPictureWitness : IFrameSink, IDisposable
{
    /// <summary>Pictures of the pattern without a wrong pixel.</summary>
    long Good { get; }

    /// <summary>Pictures of the right size with wrong pixels: what a lying guest can always cause.</summary>
    long Wrong { get; }

    /// <summary>Pictures of another size or type.</summary>
    long Other { get; }

    /// <summary>Good pictures in a row up to now.</summary>
    long GoodRun { get; }

    /// <summary>Frame number read from the last good picture.</summary>
    uint LastGood { get; }

    /// <summary>Called with every status, on the feed thread. Set it before the feed starts.</summary>
    Action<RelayStatus>? StatusChanged { get; set; }

    /// <summary>Looks at what is shown now, where that is not seen by itself.</summary>
    void Look();

    /// <summary>The first wrong byte of the last wrong picture, for people.</summary>
    string Describe();
}
