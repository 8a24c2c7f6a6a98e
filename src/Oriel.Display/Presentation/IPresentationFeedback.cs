namespace Oriel.Display.Presentation;

/// <summary>What a window system tells about the pictures handed to it. Everything on the render thread; nothing here waits or allocates.</summary>
internal interface IPresentationFeedback : IDisposable
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>Nothing more will come.</summary>
    bool IsLost { get; }

    /// <summary>A picture is about to be swapped in.</summary>
    /// <param name="picture">Its number, not 0.</param>
    void BeforeSwap(uint picture);

    /// <summary>It was.</summary>
    /// <param name="picture">Its number.</param>
    /// <param name="isSwap">By a swap of buffers; false = a part was copied to the window.</param>
    void AfterSwap(uint picture, bool isSwap);

    /// <summary>Asks to be told of the display's next refresh, where that has to be asked.</summary>
    void AskForRefresh();

    /// <summary>Begins a wait for news: a descriptor, or -1 when there are some already. <see cref="EndWait"/> must follow.</summary>
    int BeginWait();

    /// <summary>Ends it.</summary>
    /// <param name="isReadable">The descriptor is readable.</param>
    void EndWait(bool isReadable);

    /// <summary>The next report.</summary>
    bool TryTake(out PresentationReport report);

    /// <summary>In full screen: asks the window system for what makes presenting there direct.</summary>
    /// <param name="isDirect">False takes it back.</param>
    void SetDirect(bool isDirect);
}
