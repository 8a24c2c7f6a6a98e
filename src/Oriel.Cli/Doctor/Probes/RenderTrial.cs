using Oriel.Display.Trial;
using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>The test render as a probe.</summary>
internal static class RenderTrial
{
    /// <summary>Draws, on the calling thread.</summary>
    public static string Run(string argument)
    {
        try
        {
            var result = TestRender.Run();
            return new RenderProbe
            {
                Platform = result.Platform,
                EglVersion = result.EglVersion,
                Vendor = result.Vendor,
                Renderer = result.Renderer,
                Version = result.Version,
                IsSoftware = result.IsSoftware,
                HasBufferStorage = result.HasBufferStorage,
                MaxTextureSize = result.MaxTextureSize,
                Pixels = result.Pixels,
                WrongPixels = result.WrongPixels,
                DmaBufferObstacle = result.DmaBufferObstacle,
            }.ToJson();
        }
        catch (OrielException error)
        {
            return new RenderProbe { Error = error.ToProbeError() }.ToJson();
        }
    }
}
