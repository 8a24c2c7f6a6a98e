namespace Oriel.Relay.Synthetic;

/// <summary>What changes from one frame of a test pattern to the next, and how it is announced. The value is readable from the picture.</summary>
public enum PatternDamage
{
    /// <summary>Every pixel changes and no rectangles are given: "everything".</summary>
    None = 0,

    /// <summary>Every pixel changes and one rectangle covers the picture.</summary>
    Full = 1,

    /// <summary>Only the block with the frame number changes.</summary>
    Counter = 2,

    /// <summary>Four rectangles move over a still background; old and new places are damaged.</summary>
    Moving = 3,

    /// <summary>0 to 31 pseudo-random rectangles appear per frame and vanish four frames later: up to 63 damage rectangles.</summary>
    Random = 4,
}
