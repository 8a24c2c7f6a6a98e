using System.Text.Json;
using Oriel.Relay.Inspection;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Inspection;

/// <summary>Every image in tests/vectors reads exactly as its sidecar says.</summary>
public sealed class VectorInspectionTests
{
    public static TheoryData<string> Names => [.. Vectors.Names];

    [Fact]
    public void All_fifteen_images_are_there() => Assert.Equal(15, Vectors.Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Image_reads_exactly_as_its_sidecar_says(string name)
    {
        using var expected = Vectors.Expected(name);
        var report = RegionInspector.Inspect(Vectors.Image(name));
        using var actual = JsonDocument.Parse(InspectionJson.Write(report));

        Assert.Equal("session", actual.RootElement.GetProperty("state").GetString());
        Assert.Empty(VectorComparison.Differences(expected.RootElement, actual.RootElement));
    }

    [Fact]
    public void Partial_frame_reports_only_the_rows_the_pointer_passed()
    {
        var frame = Assert.Single(RegionInspector.Inspect(Vectors.Image("p20-partial")).Pending!.OfType<InspectedFrame>());
        Assert.Equal(37u, frame.RowsComplete);
        Assert.Equal(100u, frame.FrameHeight);
    }

    [Fact]
    public void Session_only_reads_no_messages_but_knows_the_newest_frame()
    {
        var report = RegionInspector.Inspect(Vectors.Image("p20-live"), InspectionOptions.SessionOnly);
        Assert.Null(report.Pending);
        Assert.Null(report.ImageSha256);
        Assert.Equal(1u, report.LastFrame!.Value.Serial);
    }
}
