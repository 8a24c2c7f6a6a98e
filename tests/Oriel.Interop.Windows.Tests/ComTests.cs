using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.Win32;
using Oriel.Testing.Windows;

namespace Oriel.Interop.Windows.Tests;

/// <summary>The wrappers against the fakes: references, answers, and public structs that stand for the system's.</summary>
public sealed unsafe class ComTests
{
    [Fact]
    public void Public_rectangles_are_laid_out_as_the_systems()
    {
        Assert.Equal((sizeof(RECT), sizeof(DXGI_OUTDUPL_MOVE_RECT), sizeof(uint)), (sizeof(PixelRect), sizeof(MoveRect), sizeof(PixelFormat)));
        var rect = new PixelRect(1, 2, 3, 4);
        var raw = *(RECT*)&rect;
        Assert.Equal((1, 2, 3, 4), (raw.left, raw.top, raw.right, raw.bottom));
        var move = new MoveRect(5, 6, rect);
        var rawMove = *(DXGI_OUTDUPL_MOVE_RECT*)&move;
        Assert.Equal((5, 6, 1, 4), (rawMove.SourcePoint.x, rawMove.SourcePoint.y, rawMove.DestinationRect.left, rawMove.DestinationRect.bottom));
    }

    [Fact]
    public void Answers_have_names()
    {
        Assert.Equal("DXGI_ERROR_ACCESS_LOST (0x887A0026)", new HResult(HResultCodes.AccessLost).ToString());
        Assert.Equal("0x80001234", new HResult(unchecked((int)0x80001234)).ToString());
        Assert.True(new HResult(HResultCodes.False).IsSuccess);
        Assert.True(new HResult(HResultCodes.DeviceHung).IsDeviceLost && !new HResult(HResultCodes.AccessLost).IsDeviceLost);
        foreach (var field in typeof(HResultCodes).GetFields())
        {
            Assert.NotNull(HResultCodes.NameOf((int)field.GetRawConstantValue()!));
        }
    }

    [Fact]
    public void Enumerating_gives_every_reference_back()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        windows.Gpus.Add(new FakeGpu("Second", 0x1002));
        using (var factory = windows.CreateFactory())
        {
            var adapters = factory.ReadAdapters();
            Assert.Equal(["Fake GPU 3000", "Second"], adapters.Select(a => a.Name));
            Assert.Equal([0x1000, 0x1001], adapters.Select(a => a.Luid));
            var output = Assert.Single(adapters[0].ReadOutputs());
            Assert.Equal((@"\\.\DISPLAY1", new PixelRect(0, 0, 64, 48), true), (output.Name, output.Area, output.IsAttached));
            Assert.True(output.TryReadColor(out var color));
            Assert.Equal((OutputColorSpace.Sdr, 8), (color.Space, color.BitsPerColor));
            output.Dispose();
            Assert.True(factory.IsCurrent);
            windows.MakeStale();
            Assert.False(factory.IsCurrent);
            foreach (var adapter in adapters)
            {
                adapter.Dispose();
            }
        }

        Assert.Empty(windows.Live);
    }

    [Fact]
    public void A_reference_is_unusable_after_it_is_given_back()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        Assert.True(windows.CreateDevice(out var device).IsSuccess);
        Assert.True(device!.IsMultithreadProtected);
        Assert.True(device.SetGpuThreadPriority(7).IsSuccess);
        Assert.Equal(HResultCodes.InvalidArgument, device.SetGpuThreadPriority(8).Value);
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.RemovedReason);
        Assert.Empty(windows.Live);
    }

    [Fact]
    public void Mapping_the_same_memory_again_gives_the_same_view_of_it()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        _ = windows.CreateDevice(out var device);
        using (device)
        {
            Assert.True(device!.TryCreateTexture(64, 48, PixelFormat.Bgra8, TextureUse.Staging, out var texture).IsSuccess);
            using (texture)
            {
                Assert.True(device.Context.TryMap(texture!, wait: false, out var first, out var pitch).IsSuccess);
                Assert.Equal((nuint)pitch * 48, first!.Length);
                device.Context.Unmap(texture!);
                Assert.True(device.Context.TryMap(texture!, wait: true, out var second, out _).IsSuccess);
                Assert.Same(first, second);
                device.Context.Unmap(texture!);
            }

            Assert.Equal(HResultCodes.InvalidArgument, device.TryCreateTexture(0, 48, PixelFormat.Bgra8, TextureUse.Sampled, out _).Value);
        }

        Assert.Empty(windows.Live);
        Assert.Empty(windows.Violations);
    }

    /// <summary>A frame that is still held goes back with its duplication, whichever is disposed of first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_held_frame_goes_back_with_its_duplication(bool deviceFirst)
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        _ = windows.CreateDevice(out var device);
        using var factory = windows.CreateFactory();
        using (var adapter = factory.ReadAdapters()[0])
        using (var output = adapter.ReadOutputs()[0])
        {
            Assert.True(output.TryDuplicate(device!, [PixelFormat.Bgra8], out var duplication).IsSuccess);
            Assert.Equal(HResultCodes.InvalidArgument, output.TryDuplicate(device!, [PixelFormat.Bgra8], out _).Value);
            Assert.Equal(60_000, duplication!.Description.RefreshMilliHz);
            Assert.True(duplication.Acquire(0, out var frame).IsSuccess);
            Assert.True(frame.HasImage && duplication.HasFrame);
            Assert.Equal(HResultCodes.InvalidCall, duplication.Acquire(0, out _).Value);
            var room = new PixelRect[1];
            Assert.True(duplication.ReadDirtyRects(room, out var count).IsSuccess);
            Assert.Equal((1, new PixelRect(0, 0, 64, 48)), (count, room[0]));
            (deviceFirst ? (IDisposable)device! : duplication).Dispose();
            (deviceFirst ? (IDisposable)duplication : device!).Dispose();
        }

        factory.Dispose();
        Assert.Empty(windows.Live);
        Assert.Equal(1, windows.Calls(FakeCall.ReleaseFrame));
    }

    /// <summary>Where the call that takes formats is missing or refused, the older one is used; other refusals are final.</summary>
    [Theory]
    [InlineData(6, 0, PixelFormat.Rgba16F)]
    [InlineData(1, 0, PixelFormat.Bgra8)]
    [InlineData(6, HResultCodes.Unsupported, PixelFormat.Bgra8)]
    [InlineData(6, HResultCodes.AccessDenied, PixelFormat.Unknown)]
    public void Duplicating_falls_back_to_the_older_call(int version, int answer, PixelFormat expected)
    {
        using var windows = FakeWindows.WithScreen(64, 48, PixelFormat.Rgba16F);
        (windows.Gpus[0].Screens[0].OutputVersion, windows.Gpus[0].Screens[0].DuplicateInFormatAnswer) = (version, answer);
        _ = windows.CreateDevice(out var device);
        using (device)
        using (var factory = windows.CreateFactory())
        using (var adapter = factory.ReadAdapters()[0])
        using (var output = adapter.ReadOutputs()[0])
        {
            var result = output.TryDuplicate(device!, [PixelFormat.Rgba16F, PixelFormat.Bgra8], out var duplication);
            using (duplication)
            {
                Assert.Equal((expected != PixelFormat.Unknown, expected), (result.IsSuccess, duplication?.Description.Format ?? PixelFormat.Unknown));
            }
        }

        Assert.Empty(windows.Live);
    }

    [Fact]
    public void More_rectangles_than_fit_are_an_answer_with_their_number()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        _ = windows.CreateDevice(out var device);
        using var factory = windows.CreateFactory();
        using (device)
        using (var adapter = factory.ReadAdapters()[0])
        using (var output = adapter.ReadOutputs()[0])
        {
            _ = output.TryDuplicate(device!, [PixelFormat.Bgra8], out var duplication);
            using (duplication)
            {
                for (var i = 0; i < 5; i++)
                {
                    windows.Gpus[0].Screens[0].Paint(new PixelRect(i, i, i + 1, i + 1), i);
                }

                windows.Gpus[0].Screens[0].ShapePointer(new PointerShape(PointerShapeKind.Color, 2, 2, 8, 0, 0), new byte[16]);
                Assert.True(duplication!.Acquire(0, out var frame).IsSuccess);
                Assert.Equal(HResultCodes.MoreData, duplication.ReadDirtyRects(new PixelRect[2], out var count).Value);
                Assert.Equal((6, 6 * 16, 16), (count, frame.MetadataBytes, frame.PointerShapeBytes));
                Assert.Equal(HResultCodes.MoreData, duplication.ReadPointerShape(new byte[3], out _, out var needed).Value);
                Assert.Equal(16, needed);
            }
        }
    }
}
