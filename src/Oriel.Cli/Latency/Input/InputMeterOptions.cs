namespace Oriel.Cli.Latency.Input;

/// <summary>What the input meter was asked to do.</summary>
internal sealed record InputMeterOptions
{
    /// <summary>What is injected.</summary>
    public required Stimulus Stimulus { get; init; }

    /// <summary>Inputs to inject.</summary>
    public int Count { get; init; } = 30;

    /// <summary>Mean time between two inputs; each one is 0.5 to 1.5 of it, by chance, so that nothing periodic in the guest can be in step with them.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a reaction is waited for.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the reaction is looked for, pixels of the frame; null = learned, or the guest's pointer for motion.</summary>
    public Patch? Patch { get; init; }

    /// <summary>Chance, for tests that want to repeat it; null = a new one each time.</summary>
    public int? Seed { get; init; }
}
