namespace Oriel.Display.Drawing;

/// <summary>What the bytes in the texture mean; one shader variant each.</summary>
internal enum PixelMeaning
{
    Bgra,
    Rgba,
    Rgb10,
    Rgb10Pq,
    Half,
    PackedBgr,
    PackedRgb,
}

/// <summary>How target pixels find picture pixels; one shader variant each.</summary>
internal enum PixelSampling
{
    /// <summary>One to one.</summary>
    Exact,

    /// <summary>The picture pixel under the middle of the target pixel.</summary>
    Nearest,

    /// <summary>Between the four next to it.</summary>
    Linear,
}

/// <summary>One variant of the picture's shader.</summary>
/// <param name="Meaning">What the bytes mean.</param>
/// <param name="Sampling">How the picture is scaled.</param>
/// <param name="IsTurned">Guest or user turn it.</param>
/// <param name="HasCursor">The cursor is looked at.</param>
/// <param name="Aid">Colours are changed for these eyes.</param>
internal readonly record struct ShaderVariant(PixelMeaning Meaning, PixelSampling Sampling, bool IsTurned, bool HasCursor, ColorAid Aid = ColorAid.Off)
{
    /// <summary>How many there are.</summary>
    public const int Count = 7 * 3 * 2 * 2 * 4;

    /// <summary>Its place in a table.</summary>
    public int Index => ((((((((int)Meaning * 3) + (int)Sampling) * 2) + (IsTurned ? 1 : 0)) * 2) + (HasCursor ? 1 : 0)) * 4) + (int)Aid;
}

/// <summary>
/// The source of the picture's shaders. One fragment is one target pixel; the fragment looks up the guest pixels it needs, turns them into 8-bit
/// display values, puts the cursor over them in whole numbers, and only then filters. So a cursor that inverts really inverts, at any scale, and at 1:1
/// an 8-bit pixel passes through unchanged: no step of the way multiplies it by anything.
/// What a picture does not need is left out by the preprocessor, not by a branch on a uniform: software renderers execute both sides of those, which made
/// a plain 1:1 picture ten times as expensive.
/// </summary>
internal static class PictureShader
{
    /// <summary>Covers the viewport with one triangle.</summary>
    public const string Vertex = """
        #version 450 core
        void main()
        {
            gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
        }
        """;

    private const string Body = """
        layout(location = 0) out vec4 o_color;
        #ifdef PACKED
        layout(binding = 0) uniform usampler2D u_frame;
        #else
        layout(binding = 0) uniform sampler2D u_frame;
        #endif
        layout(binding = 1) uniform usampler2D u_shape;

        uniform ivec4 u_dest;        // the picture in the target: left, top, width, height
        uniform int u_bottomUp;      // height of a target whose row 0 is at the bottom, else 0
        uniform ivec3 u_turns;       // guest's turn, user's turn, rows present in the frame
        uniform ivec2 u_frameSize;   // as stored
        uniform ivec2 u_desktopSize; // after the guest's turn
        uniform ivec2 u_pictureSize; // after both turns
        uniform ivec2 u_screenSize;  // guest desktop, what cursor positions count in
        uniform ivec4 u_cursor;      // left, top, width, height
        uniform int u_cursorMasked;  // 1 = replace or XOR, 0 = alpha
        uniform vec2 u_light;        // peak of the display, peak of the content; nits

        ivec2 undoTurn(int turn, ivec2 p, ivec2 size)
        {
            switch (turn)
            {
                case 1: return ivec2(p.y, size.y - 1 - p.x);
                case 2: return size - 1 - p;
                case 3: return ivec2(size.x - 1 - p.y, p.x);
                default: return p;
            }
        }

        // The pixel of "to" under the middle of pixel p of "from"; PictureLayout.Rescale is the same.
        ivec2 rescale(ivec2 p, ivec2 to, ivec2 from)
        {
            return ivec2((uvec2(p * 2 + 1) * uvec2(to)) / uvec2(from * 2));
        }

        // Linear light in nits to display values. Below three quarters of the display's peak nothing changes; above, the brightest channel is
        // rolled off so that the content's peak meets the display's, and the others keep their ratio to it.
        vec3 toneMap(vec3 nits)
        {
            nits = max(nits, vec3(0.0));
            float peak = u_light.x;
            float brightest = max(nits.r, max(nits.g, nits.b));
            float knee = 0.75 * peak;
            if (brightest > knee)
            {
                float range = peak - knee;
                float excess = (brightest - knee) / range;
                float most = max((u_light.y - knee) / range, 1.0);
                float rolled = excess * (1.0 + excess / (most * most)) / (1.0 + excess);
                nits *= (knee + range * min(rolled, 1.0)) / brightest;
            }
            vec3 v = clamp(nits / peak, 0.0, 1.0);
            return mix(v * 12.92, 1.055 * pow(v, vec3(1.0 / 2.4)) - 0.055, greaterThan(v, vec3(0.0031308)));
        }

        // All colours below are whole steps of 1/255.
        vec3 guestPixel(ivec2 p)
        {
        #if defined(PACKED)
            int at = p.x * 3;
            int shift = (at & 3) * 8;
            uint bits = texelFetch(u_frame, ivec2(at >> 2, p.y), 0).r >> shift;
            if (shift > 8)
                bits |= texelFetch(u_frame, ivec2((at >> 2) + 1, p.y), 0).r << (32 - shift);
            vec3 v = vec3(bits & 255u, (bits >> 8) & 255u, (bits >> 16) & 255u) / 255.0;
        #ifdef PACKED_BGR
            v = v.bgr;
        #endif
        #elif defined(BGRA)
            vec3 v = texelFetch(u_frame, p, 0).bgr;
        #elif defined(RGBA)
            vec3 v = texelFetch(u_frame, p, 0).rgb;
        #elif defined(RGB10)
            // nearest: (v * 255 + 511) / 1023 in whole numbers; a tie is not possible
            vec3 v = vec3((ivec3(texelFetch(u_frame, p, 0).rgb * 1023.0 + 0.5) * 255 + 511) / 1023) / 255.0;
        #elif defined(RGB10_PQ)
            vec3 e = pow(texelFetch(u_frame, p, 0).rgb, vec3(1.0 / 78.84375));
            vec3 nits = 10000.0 * pow(max(e - 0.8359375, 0.0) / (18.8515625 - 18.6875 * e), vec3(1.0 / 0.1593017578125));
            // BT.2020 to BT.709 primaries
            nits = mat3(1.660491, -0.124550, -0.018151, -0.587641, 1.132900, -0.100579, -0.072850, -0.008349, 1.118730) * nits;
            vec3 v = floor(toneMap(nits) * 255.0 + 0.5) / 255.0;
        #else
            vec3 light = texelFetch(u_frame, p, 0).rgb * 80.0;
            // a guest can send what is not a number
            light = mix(light, vec3(0.0), isnan(light));
            vec3 v = floor(toneMap(min(light, vec3(10000.0))) * 255.0 + 0.5) / 255.0;
        #endif
            // truncated: rows that never arrived are black
            return p.y < u_turns.z ? v : vec3(0.0);
        }

        vec3 desktopPixel(ivec2 p)
        {
        #ifdef TURNED
            vec3 below = guestPixel(undoTurn(u_turns.x, p, u_frameSize));
        #else
            vec3 below = guestPixel(p);
        #endif
        #ifdef CURSOR
            ivec2 c = rescale(p, u_screenSize, u_desktopSize) - u_cursor.xy;
            if (all(greaterThanEqual(c, ivec2(0))) && all(lessThan(c, u_cursor.zw)))
            {
                ivec4 s = ivec4(texelFetch(u_shape, c, 0)).bgra;
                ivec3 d = ivec3(below * 255.0 + 0.5);
                if (u_cursorMasked != 0)
                    d = s.a == 0 ? s.rgb : d ^ s.rgb;
                else // each product rounded for itself, as X servers composite premultiplied cursors
                    d = min((s.rgb * s.a + 127) / 255 + (d * (255 - s.a) + 127) / 255, 255);
                below = vec3(d) / 255.0;
            }
        #endif
            return below;
        }

        vec3 picturePixel(ivec2 p)
        {
        #ifdef TURNED
            return desktopPixel(undoTurn(u_turns.y, p, u_desktopSize));
        #else
            return desktopPixel(p);
        #endif
        }

        vec4 shown(vec3 color)
        {
        #ifdef AID
            color = floor(clamp(AID * color, 0.0, 1.0) * 255.0 + 0.5) / 255.0;
        #endif
            return vec4(color, 1.0);
        }

        void main()
        {
            ivec2 p = ivec2(gl_FragCoord.xy);
            if (u_bottomUp != 0)
                p.y = u_bottomUp - 1 - p.y;
            p -= u_dest.xy;
        #if defined(EXACT)
            o_color = shown(picturePixel(p));
        #elif defined(NEAREST)
            o_color = shown(picturePixel(rescale(p, u_pictureSize, u_dest.zw)));
        #else
            vec2 at = (vec2(p) + 0.5) * vec2(u_pictureSize) / vec2(u_dest.zw) - 0.5;
            ivec2 a = ivec2(floor(at));
            vec2 f = at - vec2(a);
            ivec2 most = u_pictureSize - 1;
            ivec2 b = min(a + 1, most);
            a = clamp(a, ivec2(0), most);
            vec3 color = mix(mix(picturePixel(a), picturePixel(ivec2(b.x, a.y)), f.x),
                             mix(picturePixel(ivec2(a.x, b.y)), picturePixel(b), f.x), f.y);
            o_color = shown(floor(color * 255.0 + 0.5) / 255.0);
        #endif
        }
        """;

    /// <summary>The fragment shader of a variant.</summary>
    public static string Fragment(ShaderVariant variant) => "#version 450 core\n" + variant.Meaning switch
    {
        PixelMeaning.Bgra => "#define BGRA\n",
        PixelMeaning.Rgba => "#define RGBA\n",
        PixelMeaning.Rgb10 => "#define RGB10\n",
        PixelMeaning.Rgb10Pq => "#define RGB10_PQ\n",
        PixelMeaning.PackedBgr => "#define PACKED\n#define PACKED_BGR\n",
        PixelMeaning.PackedRgb => "#define PACKED\n",
        _ => "",
    } + variant.Sampling switch
    {
        PixelSampling.Exact => "#define EXACT\n",
        PixelSampling.Nearest => "#define NEAREST\n",
        _ => "",
    } + (variant.IsTurned ? "#define TURNED\n" : "") + (variant.HasCursor ? "#define CURSOR\n" : "")
        + (variant.Aid == ColorAid.Off ? "" : $"#define AID {ColorAidMatrix.Glsl(variant.Aid)}\n") + Body;
}
