using System.Runtime.CompilerServices;
using Oriel.Interop.Windows.NvFbc;

namespace Oriel.Interop.Windows.Tests;

/// <summary>Sizes of NVIDIA's structures, whose header is on no test machine: the driver compares them with the first word of each, so a slip is refused and not misread.</summary>
public sealed class NvFbcLayoutTests
{
    [Fact]
    public void Structures_have_the_published_sizes()
    {
        Assert.Equal(27 * 4, Unsafe.SizeOf<NvFBCFrameGrabInfo>());
        Assert.Equal(512, Unsafe.SizeOf<NvFBCStatusEx>());
        Assert.Equal(512, Unsafe.SizeOf<NvFBCCreateParams>());
        Assert.Equal(504, Unsafe.SizeOf<NVFBC_TOSYS_SETUP_PARAMS>());
        Assert.Equal(512, Unsafe.SizeOf<NVFBC_TOSYS_GRAB_FRAME_PARAMS>());
    }

    [Fact]
    public void Versions_carry_size_and_interface()
    {
        Assert.Equal(0x70020200u, NvFbcConstants.StatusVersion);
        Assert.Equal(0x70020200u, NvFbcConstants.CreateVersion);
        Assert.Equal(0x700201F8u, NvFbcConstants.SetupVersion);
        Assert.Equal(0x70010200u, NvFbcConstants.GrabVersion);
    }

    [Fact]
    public void Where_there_is_no_such_driver_nothing_is_loaded()
    {
        var library = new NvFbcLibrary();
        Assert.SkipWhen(library.IsInstalled, "this machine has NVIDIA's library");
        Assert.Equal(NvFbcResult.UnsupportedPlatform, library.ReadStatus(0, out _));
        Assert.Equal(NvFbcResult.UnsupportedPlatform, library.TryCreate(0, out var session));
        Assert.Null(session);
    }
}
