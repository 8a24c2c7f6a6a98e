using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Picture;

/// <summary>A linked display channel without a connection, a clock that moves when told to, and eyes.</summary>
internal sealed class PictureRig
{
    public PictureRig(uint serverCapabilities = 0x1052)
    {
        Channel = new DisplayChannel(Clock);
        Channel.Screen.Changed = () => Changes++;
        Channel.Linked(Sender, [serverCapabilities]);
    }

    public ManualClock Clock { get; } = new();

    public RecordingSender Sender { get; } = new();

    public DisplayChannel Channel { get; }

    /// <summary>How often "changed" was raised.</summary>
    public int Changes { get; private set; }

    /// <summary>A channel whose primary surface is there, complete, and of one colour.</summary>
    public static PictureRig WithScreen(int width, int height, int format = 32, uint color = 0)
    {
        var rig = new PictureRig();
        rig.Send(314, Body.SurfaceCreate(0, width, height, format));
        rig.Send(302, new Body().Base((0, 0, width, height)).Solid(color).U16(8).NoMask().Done());
        rig.Send(102);
        rig.See();
        return rig;
    }

    public void Send(ushort type, params byte[] body) => Channel.Handle(type, body);

    /// <summary>The picture as it would be shown; null without one. Does not take the damage.</summary>
    public RgbImage? See(bool take = true)
    {
        var box = new RgbImage?[1];
        Channel.Screen.Read((box, take), static (in content, state) =>
        {
            state.box[0] = content.Width == 0 ? null : Copy(content);
            return state.take;
        });
        return box[0];
    }

    /// <summary>What changed since the last look, and takes it.</summary>
    public (bool IsEverything, PictureRect[] Rects) TakeDamage()
    {
        var seen = new (bool, PictureRect[])[1];
        Channel.Screen.Read(seen, static (in content, state) =>
        {
            state[0] = (content.IsEverything, content.Damage.ToArray());
            return true;
        });
        return seen[0];
    }

    public static RgbImage Copy(in PictureContent content)
    {
        var image = new RgbImage(content.Width, content.Height, new byte[content.Width * content.Height * 3]);
        for (var y = 0; y < content.Height; y++)
        {
            for (var x = 0; x < content.Width; x++)
            {
                var pixel = content.Pixels.Slice((y * content.PitchBytes) + (x * 4), 4);
                var at = ((y * content.Width) + x) * 3;
                (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]) = (pixel[2], pixel[1], pixel[0]);
            }
        }

        return image;
    }

    /// <summary>Remembers what was sent.</summary>
    internal sealed class RecordingSender : IChannelSender
    {
        public List<(ushort Type, byte[] Body)> Sent { get; } = [];

        public bool Send(ushort type, ReadOnlySpan<byte> body)
        {
            Sent.Add((type, body.ToArray()));
            return true;
        }
    }

    /// <summary>Stands still until it is moved.</summary>
    internal sealed class ManualClock : TimeProvider
    {
        private long _now = 1_000_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
