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

/// <summary>
/// The source of the picture's shaders. One fragment is one target pixel; the fragment looks up the guest pixels it needs, turns them into 8-bit
/// display values, puts the cursor over them in whole numbers, and only then filters. So a cursor that inverts really inverts, at any scale, and at 1:1
/// an 8-bit pixel passes through unchanged: no step of the way multiplies it by anything.
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
        uniform ivec4 u_turns;       // guest's turn, user's turn, rows present in the frame, filter (1 = linear)
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
            return to == from ? p : ivec2((uvec2(p * 2 + 1) * uvec2(to)) / uvec2(from * 2));
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

        ivec3 guestPixel(ivec2 p)
        {
            if (p.y >= u_turns.z)
                return ivec3(0); // truncated: rows that never arrived are black
        #if defined(PACKED)
            int at = p.x * 3;
            int shift = (at & 3) * 8;
            uint bits = texelFetch(u_frame, ivec2(at >> 2, p.y), 0).r >> shift;
            if (shift > 8)
                bits |= texelFetch(u_frame, ivec2((at >> 2) + 1, p.y), 0).r << (32 - shift);
            ivec3 v = ivec3(bits & 255u, (bits >> 8) & 255u, (bits >> 16) & 255u);
        #ifdef PACKED_BGR
            return v.bgr;
        #else
            return v;
        #endif
        #elif defined(BGRA)
            return ivec3(texelFetch(u_frame, p, 0).bgr * 255.0 + 0.5);
        #elif defined(RGBA)
            return ivec3(texelFetch(u_frame, p, 0).rgb * 255.0 + 0.5);
        #elif defined(RGB10)
            // nearest: (v * 255 + 511) / 1023 in whole numbers; a tie is not possible
            return (ivec3(texelFetch(u_frame, p, 0).rgb * 1023.0 + 0.5) * 255 + 511) / 1023;
        #elif defined(RGB10_PQ)
            vec3 e = pow(texelFetch(u_frame, p, 0).rgb, vec3(1.0 / 78.84375));
            vec3 nits = 10000.0 * pow(max(e - 0.8359375, 0.0) / (18.8515625 - 18.6875 * e), vec3(1.0 / 0.1593017578125));
            // BT.2020 to BT.709 primaries
            nits = mat3(1.660491, -0.124550, -0.018151, -0.587641, 1.132900, -0.100579, -0.072850, -0.008349, 1.118730) * nits;
            return ivec3(toneMap(nits) * 255.0 + 0.5);
        #else
            vec3 light = texelFetch(u_frame, p, 0).rgb * 80.0;
            // a guest can send what is not a number
            light = mix(light, vec3(0.0), isnan(light));
            return ivec3(toneMap(min(light, vec3(10000.0))) * 255.0 + 0.5);
        #endif
        }

        ivec3 desktopPixel(ivec2 p)
        {
            ivec3 below = guestPixel(undoTurn(u_turns.x, p, u_frameSize));
        #ifdef CURSOR
            ivec2 c = rescale(p, u_screenSize, u_desktopSize) - u_cursor.xy;
            if (all(greaterThanEqual(c, ivec2(0))) && all(lessThan(c, u_cursor.zw)))
            {
                ivec4 s = ivec4(texelFetch(u_shape, c, 0)).bgra;
                if (u_cursorMasked != 0)
                    return s.a == 0 ? s.rgb : below ^ s.rgb;
                // each product rounded for itself, as X servers composite premultiplied cursors
                return min((s.rgb * s.a + 127) / 255 + (below * (255 - s.a) + 127) / 255, 255);
            }
        #endif
            return below;
        }

        vec3 picturePixel(ivec2 p)
        {
            p = clamp(p, ivec2(0), u_pictureSize - 1);
            return vec3(desktopPixel(undoTurn(u_turns.y, p, u_desktopSize)));
        }

        void main()
        {
            ivec2 p = ivec2(gl_FragCoord.xy);
            if (u_bottomUp != 0)
                p.y = u_bottomUp - 1 - p.y;
            p -= u_dest.xy;
            vec3 color;
            if (u_turns.w == 0)
            {
                color = picturePixel(rescale(p, u_pictureSize, u_dest.zw));
            }
            else
            {
                vec2 at = (vec2(p) + 0.5) * vec2(u_pictureSize) / vec2(u_dest.zw) - 0.5;
                ivec2 a = ivec2(floor(at));
                vec2 f = at - vec2(a);
                color = mix(mix(picturePixel(a), picturePixel(a + ivec2(1, 0)), f.x),
                            mix(picturePixel(a + ivec2(0, 1)), picturePixel(a + ivec2(1, 1)), f.x), f.y);
            }
            o_color = vec4(floor(color + 0.5) / 255.0, 1.0);
        }
        """;

    /// <summary>The fragment shader for a meaning of the pixels, with or without the cursor.</summary>
    public static string Fragment(PixelMeaning meaning, bool withCursor) => "#version 450 core\n" + meaning switch
    {
        PixelMeaning.Bgra => "#define BGRA\n",
        PixelMeaning.Rgba => "#define RGBA\n",
        PixelMeaning.Rgb10 => "#define RGB10\n",
        PixelMeaning.Rgb10Pq => "#define RGB10_PQ\n",
        PixelMeaning.PackedBgr => "#define PACKED\n#define PACKED_BGR\n",
        PixelMeaning.PackedRgb => "#define PACKED\n",
        _ => "",
    } + (withCursor ? "#define CURSOR\n" : "") + Body;
}
