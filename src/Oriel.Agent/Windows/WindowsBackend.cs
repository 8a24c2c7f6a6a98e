using Oriel.Agent.Capture;
using Oriel.Memory;

namespace Oriel.Agent.Windows;

/// <summary>A way to capture.</summary>
/// <param name="Name">What <c>--capture</c> takes.</param>
/// <param name="Title">What people read.</param>
/// <param name="Open">Opens it on the capture thread; throws <see cref="OrielException"/> with the reason when it does not work here.</param>
/// <param name="TellsPointer">Shape and visibility of the pointer come with its pictures (<see cref="Duplication.PointerSlot"/>).</param>
internal sealed record WindowsBackend(string Name, string Title, Func<WindowsCaptureOptions, WakeFlag, WakeFlag, ICaptureBackend> Open, bool TellsPointer = false);
