using FsCheck;
using FsCheck.Fluent;

namespace Oriel.Spice.Tests.Picture;

/// <summary>Random drawings of every kind, by the product and by <see cref="ModelSurface"/>: every pixel must be the same after each.</summary>
public sealed class DrawModelTests
{
    private const int Width = 29;
    private const int Height = 23;
    private static readonly int[] s_operations = [0x08, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200];

    [Fact]
    public void Every_drawing_changes_exactly_what_the_model_changes()
    {
        var kinds = new int[12];
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var format = new[] { 32, 32, 16, 80, 96 }[random.Next(5)];
            var rig = PictureRig.WithScreen(Width, Height, format);
            var model = new ModelSurface(Width, Height, format);
            for (var step = 0; step < 12; step++)
            {
                var kind = random.Next(12);
                kinds[kind]++;
                var what = Draw(rig, model, random, kind);
                Compare(rig, model, $"seed {seed}, step {step}, surface format {format}: {what}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250).WithReplay(20251, 7));
        Assert.All(kinds, n => Assert.True(n > 50));
    }

    [Fact]
    public void Every_ternary_code_in_vectors_and_in_bytes()
    {
        var random = new Random(5);
        for (var code = 0; code < 256; code++)
        {
            var length = 4 * random.Next(1, 60);
            var (p, s, d) = (new byte[length], new byte[length], new byte[length]);
            random.NextBytes(p);
            random.NextBytes(s);
            random.NextBytes(d);
            var (fast, slow) = ((byte[])d.Clone(), (byte[])d.Clone());
            Oriel.Spice.Picture.RasterOp.Apply((byte)code, fast, s, p);
            Oriel.Spice.Picture.RasterOp.Apply((byte)code, slow, s, p, allowVectors: false);
            Assert.Equal(slow, fast);
            Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)ModelSurface.Ternary(code, p[i], s[i], d[i])), fast);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Scaled_copies_are_near_the_exact_value(int scaleMode)
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var image = ModelImage.Make(random, random.Next(1, 20), random.Next(1, 20), random.Next(5, 9), isPalette555: false);
            var (al, at) = (random.Next(image.Width), random.Next(image.Height));
            var area = (Left: al, Top: at, Right: random.Next(al, image.Width) + 1, Bottom: random.Next(at, image.Height) + 1);
            var box = (Left: random.Next(-5, 20), Top: random.Next(-5, 15), Right: 0, Bottom: 0);
            box = (box.Left, box.Top, box.Left + random.Next(1, 40), box.Top + random.Next(1, 40));
            var rig = PictureRig.WithScreen(Width, Height, color: 0x010203);
            rig.Send(304, new Body().Base(box).Pointer(image.Wire).Rect(area.Left, area.Top, area.Right, area.Bottom).U16(8).U8(scaleMode).NoMask().Done());
            var seen = rig.See()!;
            var (bw, bh, aw, ah) = (box.Right - box.Left, box.Bottom - box.Top, area.Right - area.Left, area.Bottom - area.Top);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    if (x < box.Left || x >= box.Right || y < box.Top || y >= box.Bottom)
                    {
                        Assert.Equal(0x010203, seen[x, y]);
                        continue;
                    }

                    var (sx, sy) = ((x - box.Left + 0.5) * aw / bw, (y - box.Top + 0.5) * ah / bh);
                    for (var c = 0; c < 24; c += 8)
                    {
                        double At(double px, double py) =>
                            (image[area.Left + (int)Math.Clamp(px, 0, aw - 1), area.Top + (int)Math.Clamp(py, 0, ah - 1)] >> c) & 255;
                        var isSame = (bw, bh) == (aw, ah);
                        var (x0, y0) = (Math.Floor(sx - 0.5), Math.Floor(sy - 0.5));
                        var (fx, fy) = (sx - 0.5 - x0, sy - 0.5 - y0);
                        var exact = scaleMode == 1 || isSame ? At(Math.Floor(sx + 1e-9), Math.Floor(sy + 1e-9))
                            : ((((At(x0, y0) * (1 - fx)) + (At(x0 + 1, y0) * fx)) * (1 - fy)) + (((At(x0, y0 + 1) * (1 - fx)) + (At(x0 + 1, y0 + 1) * fx)) * fy));
                        Assert.InRange((seen[x, y] >> c) & 255, exact - 2.5, exact + 2.5);
                    }
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(120).WithReplay(1, 3));
    }

    private static string Draw(PictureRig rig, ModelSurface model, Random random, int kind)
    {
        (int Left, int Top, int Right, int Bottom) box = Box(random);
        var clip = random.Next(2) == 0 ? null : Enumerable.Range(0, random.Next(6)).Select(_ => Box(random)).ToArray();
        var body = new Body().Base(box, clip);
        var text = $"box {box}, clip {(clip is null ? "none" : string.Join(' ', clip))}";
        switch (kind)
        {
            case 0:
            {
                var rop = Rop(random, 0x2, 0x4);
                var (brush, paint) = Brush(body, model, random);
                var mask = Mask(body.U16(rop), box, random);
                rig.Send(302, body.Done());
                model.Draw(box, clip, mask, (x, y, d) => ModelSurface.Descriptor(rop, paint(x, y), d, 0x2, 0x4));
                return $"fill rop {rop:X}, {brush}, {text}";
            }

            case 1 or 2 or 3:
            {
                var rop = kind == 1 ? 8 : Rop(random, 0x1, 0x4);
                var (image, area) = Image(body, box, model, random);
                var mask = Mask(body.U16(rop).U8(0), box, random);
                rig.Send((ushort)(kind == 3 ? 305 : 304), body.Done());
                var usesImage = DependsOnFirst(rop, 0x1, 0x4);
                model.Draw(box, clip, mask, (x, y, d) => usesImage && Laid(image, area, box, x, y) is null ? null
                    : ModelSurface.Descriptor(rop, Laid(image, area, box, x, y) ?? 0, d, 0x1, 0x4));
                return $"copy rop {rop:X}, format {image.Format}, area {area}, {text}";
            }

            case 4:
            {
                var (image, area) = Image(body, box, model, random);
                var (brush, paint) = Brush(body, model, random);
                var rop = Rop(random, 0x2, 0x1);
                var mask = Mask(body.U16(rop).U8(0), box, random);
                var usesImage = DependsOnSecond(rop, 0x2, 0x1);
                rig.Send(303, body.Done());
                model.Draw(box, clip, mask, (x, y, _) => usesImage && Laid(image, area, box, x, y) is null ? null
                    : ModelSurface.Descriptor(rop, paint(x, y), Laid(image, area, box, x, y) ?? 0, 0x2, 0x1));
                return $"opaque rop {rop:X}, {brush}, format {image.Format}, area {area}, {text}";
            }

            case 5:
            {
                var (image, area) = Image(body, box, model, random);
                var (brush, paint) = Brush(body, model, random);
                var code = random.Next(256);
                var mask = Mask(body.U8(code).U8(0), box, random);
                var usesImage = (((code >> 2) ^ code) & 0x33) != 0;
                rig.Send(309, body.Done());
                model.Draw(box, clip, mask, (x, y, d) => usesImage && Laid(image, area, box, x, y) is null ? null
                    : ModelSurface.Ternary(code, paint(x, y), Laid(image, area, box, x, y) ?? 0, d));
                return $"rop3 {code:X}, {brush}, format {image.Format}, area {area}, {text}";
            }

            case 6 or 7 or 8:
            {
                var mask = Mask(body, box, random);
                rig.Send((ushort)(300 + kind), body.Done());
                model.Draw(box, clip, mask, (_, _, d) => kind switch { 6 => 0u, 7 => ~0u, _ => ~d });
                return $"message {300 + kind}, {text}";
            }

            case 9:
            {
                var (x0, y0) = (random.Next(-6, Width), random.Next(-6, Height));
                rig.Send(104, body.U32(x0).U32(y0).Done());
                var old = model.Frozen();
                model.Draw(box, clip, (_, _) => true, (x, y, _) => x - box.Left + x0 is >= 0 and < Width and var sx && y - box.Top + y0 is >= 0 and < Height and var sy ? old(sx, sy) : null);
                return $"copy bits from {x0}, {y0}, {text}";
            }

            case 10:
            {
                var (image, area) = Image(body, box, model, random);
                var key = image[random.Next(image.Width), random.Next(image.Height)] & 0xFFFFFF;
                rig.Send(312, body.U32(image.Format == 6 ? ModelImage.Wire555(key) : image.Format < 6 ? 0x55555555 : key).U32(key).Done());
                model.Draw(box, clip, (_, _) => true, (x, y, _) => Laid(image, area, box, x, y) is { } s && (s & 0xFFFFFF) != key ? s : null);
                return $"transparent {key:X}, format {image.Format}, area {area}, {text}";
            }

            default:
            {
                var alpha = random.Next(256);
                var (image, area) = Image(body.U8(0).U8(alpha), box, model, random);
                rig.Send(313, body.Done());
                model.Draw(box, clip, (_, _) => true, (x, y, d) => Laid(image, area, box, x, y) is { } s ? Over(s, d, image.HasAlpha, alpha) : null);
                return $"alpha blend {alpha}, format {image.Format}, area {area}, {text}";
            }
        }
    }

    private static bool DependsOnFirst(int rop, int inversA, int inversB) =>
        new[] { 0u, ~0u }.Any(b => ModelSurface.Descriptor(rop, 0, b, inversA, inversB) != ModelSurface.Descriptor(rop, ~0u, b, inversA, inversB));

    private static bool DependsOnSecond(int rop, int inversA, int inversB) =>
        new[] { 0u, ~0u }.Any(a => ModelSurface.Descriptor(rop, a, 0, inversA, inversB) != ModelSurface.Descriptor(rop, a, ~0u, inversA, inversB));

    private static uint Over(uint source, uint destination, bool hasAlpha, int alpha)
    {
        static uint Times(uint a, double b) => (uint)Math.Round(a * b / 255.0, MidpointRounding.AwayFromZero);
        var opacity = Times(hasAlpha ? source >> 24 : 255, alpha);
        var result = 0u;
        for (var c = 0; c < 32; c += 8)
        {
            var s = c == 24 ? opacity : Times((source >> c) & 255, alpha);
            result |= Math.Min(255, s + Times((destination >> c) & 255, 255 - opacity)) << c;
        }

        return result;
    }

    // The image pixel over a surface pixel; null outside of the image. Without alpha it is opaque where the surface can tell.
    private static uint? Laid(ModelImage image, (int Left, int Top, int Right, int Bottom) area, (int Left, int Top, int Right, int Bottom) box, int x, int y)
    {
        var (sx, sy) = (x - box.Left + area.Left, y - box.Top + area.Top);
        return sx < 0 || sy < 0 || sx >= image.Width || sy >= image.Height ? null : image[sx, sy];
    }

    private static (ModelImage Image, (int Left, int Top, int Right, int Bottom) Area) Image(Body body, (int Left, int Top, int Right, int Bottom) box, ModelSurface model, Random random)
    {
        var format = random.Next(1, 10);
        var image = ModelImage.Make(random, random.Next(1, 40), random.Next(1, 40), format, model.Format == 16, asLz4: format >= 6 && random.Next(3) == 0);
        var (x, y) = (random.Next(-4, 8), random.Next(-4, 8));
        var area = (x, y, x + box.Right - box.Left, y + box.Bottom - box.Top);
        body.Pointer(image.Wire).Rect(area.x, area.y, area.Item3, area.Item4);
        return (image, area);
    }

    private static (string Text, Func<int, int, uint> Color) Brush(Body body, ModelSurface model, Random random)
    {
        if (random.Next(2) == 0)
        {
            var color = (uint)random.NextInt64(1L << 24);
            body.Solid(color);
            return ($"solid {color:X6}", (_, _) => color);
        }

        var image = ModelImage.Make(random, random.Next(1, 9), random.Next(1, 9), random.Next(1, 10), model.Format == 16);
        var (x0, y0) = (random.Next(-30, 30), random.Next(-30, 30));
        body.Pattern(image.Wire, x0, y0);
        static int Modulo(int a, int b) => ((a % b) + b) % b;
        return ($"pattern of format {image.Format} at {x0}, {y0}", (x, y) => image[Modulo(x - x0, image.Width), Modulo(y - y0, image.Height)]);
    }

    private static Func<int, int, bool> Mask(Body body, (int Left, int Top, int Right, int Bottom) box, Random random)
    {
        if (random.Next(3) != 0)
        {
            body.NoMask();
            return (_, _) => true;
        }

        var (width, height, format, isInverted) = (random.Next(1, 40), random.Next(1, 40), random.Next(1, 3), random.Next(2) == 0);
        var bits = new bool[width, height];
        var stride = ((width + 7) / 8) + random.Next(3);
        var rows = new byte[stride * height];
        var isTopDown = random.Next(2) == 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bits[x, y] = random.Next(2) == 0;
                rows[((isTopDown ? y : height - 1 - y) * stride) + (x / 8)] |= (byte)(!bits[x, y] ? 0 : format == 1 ? 1 << (x % 8) : 128 >> (x % 8));
            }
        }

        var (ox, oy) = (random.Next(-4, 9), random.Next(-4, 9));
        body.Mask(Body.Head(width, height, format, isTopDown ? 4 : 0, stride).U32(0).Raw(rows).Done(), ox, oy, isInverted);
        return (x, y) =>
        {
            var (mx, my) = (x - box.Left + ox, y - box.Top + oy);
            return mx >= 0 && my >= 0 && mx < width && my < height && bits[mx, my] != isInverted;
        };
    }

    private static int Rop(Random random, int inversA, int inversB) =>
        s_operations[random.Next(s_operations.Length)] | (random.Next(2) * inversA) | (random.Next(2) * inversB) | (random.Next(2) * 0x400);

    private static (int Left, int Top, int Right, int Bottom) Box(Random random)
    {
        var (x, y) = (random.Next(-6, Width), random.Next(-6, Height));
        return (x, y, x + random.Next(-1, 34), y + random.Next(-1, 30));
    }

    private static void Compare(PictureRig rig, ModelSurface model, string what)
    {
        var seen = rig.See()!;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                Assert.True(seen[x, y] == (model[x, y] & 0xFFFFFF), $"{what}: at ({x}, {y}) {model[x, y] & 0xFFFFFF:X6} is right, {seen[x, y]:X6} is there");
            }
        }
    }
}
