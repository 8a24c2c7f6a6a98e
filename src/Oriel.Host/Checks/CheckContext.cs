using Oriel.Host.Systems;

namespace Oriel.Host.Checks;

/// <summary>Facts about a machine that several checks use, read once.</summary>
/// <typeparam name="TSelf">The facts.</typeparam>
public interface IHostFacts<out TSelf>
{
    /// <summary>Reads them. Never throws for what is absent.</summary>
    static abstract TSelf Read(CheckContext context);
}

/// <summary>What the user wants, for checks that compare with it.</summary>
public sealed record CheckOptions
{
    /// <summary>Only this machine (name or UUID); empty = all.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Only this region, as <c>--region</c> takes it; empty = all that are found.</summary>
    public string Region { get; init; } = "";

    /// <summary>Largest mode wanted, pixels; 0 = as the guest says.</summary>
    public (int Width, int Height) Mode { get; init; }

    /// <summary>The wanted mode is shown in HDR.</summary>
    public bool Hdr { get; init; }
}

/// <summary>What checks look through: the machine, and facts read from it once. Control role; not thread-safe.</summary>
public sealed class CheckContext(IHostSystem system, CheckOptions? options = null)
{
    private readonly Dictionary<Type, object> _facts = [];

    /// <summary>The machine.</summary>
    public IHostSystem System { get; } = system;

    /// <summary>What the user wants.</summary>
    public CheckOptions Options { get; } = options ?? new CheckOptions();

    /// <summary>Facts, read at the first call.</summary>
    public T Facts<T>()
        where T : class, IHostFacts<T>
    {
        if (!_facts.TryGetValue(typeof(T), out var facts))
        {
            _facts[typeof(T)] = facts = T.Read(this);
        }

        return (T)facts;
    }
}
