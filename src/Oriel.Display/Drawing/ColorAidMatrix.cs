using System.Globalization;

namespace Oriel.Display.Drawing;

/// <summary>
/// What is done to colours for eyes that tell some of them apart badly: what such an eye cannot see of a colour (the difference to its simulation in LMS space, Viénot, Brettel and Mollon 1999) is moved
/// into channels it does see (Fidaner, Lin and Ozguven 2005). All of it is linear, so it is one 3x3 matrix on display values.
/// </summary>
internal static class ColorAidMatrix
{
    private static readonly double[] s_toLms = [17.8824, 43.5161, 4.11935, 3.45565, 27.1554, 3.86714, 0.0299566, 0.184309, 1.46709];
    private static readonly double[] s_shift = [0, 0, 0, 0.7, 1, 0, 0.7, 0, 1];
    private static readonly double[] s_identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    /// <summary>The matrix, row by row: red, green and blue out of red, green and blue.</summary>
    public static double[] Of(ColorAid aid)
    {
        if (aid == ColorAid.Off)
        {
            return s_identity;
        }

        var seen = Multiply(Inverse(s_toLms), Multiply(Simulation(aid), s_toLms));
        var lost = Combine(s_identity, seen, -1);
        return Combine(s_identity, Multiply(s_shift, lost), 1);
    }

    /// <summary>The matrix as GLSL writes it, column by column.</summary>
    public static string Glsl(ColorAid aid)
    {
        var m = Of(aid);
        return $"mat3({string.Join(", ", new[] { 0, 3, 6, 1, 4, 7, 2, 5, 8 }.Select(i => m[i].ToString("0.0######", CultureInfo.InvariantCulture)))})";
    }

    private static double[] Simulation(ColorAid aid) => aid switch
    {
        ColorAid.Protanopia => [0, 2.02344, -2.52581, 0, 1, 0, 0, 0, 1],
        ColorAid.Deuteranopia => [1, 0, 0, 0.494207, 0, 1.24827, 0, 0, 1],
        _ => [1, 0, 0, 0, 1, 0, -0.395913, 0.801109, 0],
    };

    private static double[] Multiply(double[] a, double[] b)
    {
        var product = new double[9];
        for (var i = 0; i < 9; i++)
        {
            var (row, column) = (i / 3 * 3, i % 3);
            product[i] = (a[row] * b[column]) + (a[row + 1] * b[column + 3]) + (a[row + 2] * b[column + 6]);
        }

        return product;
    }

    private static double[] Combine(double[] a, double[] b, double factor) => [.. a.Zip(b, (x, y) => x + (factor * y))];

    private static double[] Inverse(double[] m)
    {
        // Cofactors, turned: rows and columns counted modulo three carry their signs.
        double Cofactor(int row, int column)
        {
            var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
            return (m[(r1 * 3) + c1] * m[(r2 * 3) + c2]) - (m[(r1 * 3) + c2] * m[(r2 * 3) + c1]);
        }

        var determinant = (m[0] * Cofactor(0, 0)) + (m[1] * Cofactor(0, 1)) + (m[2] * Cofactor(0, 2));
        return [.. Enumerable.Range(0, 9).Select(i => Cofactor(i % 3, i / 3) / determinant)];
    }
}
