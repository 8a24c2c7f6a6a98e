using Oriel.Host.Checks;

namespace Oriel.Host.Tests;

/// <summary>Rules every check keeps.</summary>
public sealed class CheckCatalogueTests
{
    [Fact]
    public void Ids_are_unique_and_of_the_agreed_form()
    {
        var ids = CheckCatalogue.All.Select(check => check.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[DH][0-9]{2}$", id));
    }

    [Fact]
    public void Every_check_explains_itself() => Assert.All(CheckCatalogue.All, check =>
    {
        Assert.NotEmpty(check.Title);
        Assert.NotEmpty(check.Symptom);
        Assert.NotEmpty(check.LooksAt);
        Assert.NotEmpty(check.Why);
        Assert.NotEmpty(check.Remedy);
    });

    [Fact]
    public void A_check_that_throws_is_a_finding_and_the_others_still_run()
    {
        var context = new CheckContext(new Oriel.Host.Systems.LiveSystem());
        var results = CheckRun.Of([new Broken(), new Fine()], context);
        var broken = Assert.Single(results[0].Findings);
        Assert.Equal((Severity.Unseen, "H98"), (broken.Severity, broken.Check));
        Assert.Contains("a number nobody thought of", broken.Seen, StringComparison.Ordinal);
        Assert.Equal(Severity.Good, Assert.Single(results[1].Findings).Severity);
    }

    private abstract class Sample : HostCheck
    {
        public override CheckGroup Group => CheckGroup.Memory;
        public override string Title => "t";
        public override string Symptom => "s";
        public override string LooksAt => "l";
        public override string Why => "w";
        public override string Remedy => "r";
    }

    private sealed class Broken : Sample
    {
        public override string Id => "H98";
        public override void Run(CheckContext context, ICollection<Finding> findings) => throw new FormatException("a number nobody thought of");
    }

    private sealed class Fine : Sample
    {
        public override string Id => "H99";
        public override void Run(CheckContext context, ICollection<Finding> findings) => findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = "t", Seen = "s" });
    }
}
