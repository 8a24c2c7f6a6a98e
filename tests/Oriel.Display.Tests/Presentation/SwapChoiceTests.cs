using Oriel.Display.Presentation;

namespace Oriel.Display.Tests.Presentation;

/// <summary>What is granted of vsync off, on and adaptive, by window system and driver.</summary>
public sealed class SwapChoiceTests
{
    [Theory]
    [InlineData(0, false, true, 0, 1, 0, false, false)]
    [InlineData(0, true, true, 0, 1, 0, false, false)]
    [InlineData(1, false, true, 0, 1, 1, true, false)]
    [InlineData(1, false, false, 0, 1, 1, true, false)]
    [InlineData(1, true, true, 0, 1, 0, true, false)]
    [InlineData(1, true, false, 0, 1, 1, true, false)]
    [InlineData(1, false, true, 1, 1, 0, false, false)]
    [InlineData(-1, false, true, 0, 1, 1, true, true)]
    [InlineData(-1, false, true, -1, 1, -1, true, false)]
    [InlineData(-1, false, false, 0, 1, 1, true, false)]
    [InlineData(-1, true, true, 0, 1, 0, true, true)]
    [InlineData(-1, false, true, 0, 0, 0, false, false)]
    public void What_is_asked_for_becomes_what_can_be(int asked, bool isWayland, bool hasFeedback, int least, int most, int interval, bool isPaced, bool isUnlessLate)
    {
        var choice = SwapChoice.Make(asked, isWayland, hasFeedback, least, most);
        Assert.Equal((interval, isPaced, isUnlessLate), (choice.Interval, choice.IsPaced, choice.IsUnlessLate));
        Assert.InRange(choice.Interval, Math.Min(least, 0), Math.Max(most, 0));
        Assert.StartsWith("vsync ", choice.Words);
    }
}
