using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Windows.Gpu;

namespace Oriel.Agent.Tests.Windows;

public sealed class DownsampleRuleTests
{
    [Fact]
    public void Rules_survive_being_written_and_read_with_any_spacing()
    {
        var size = Gen.Choose(1, 16384);
        var rule = from larger in Gen.Elements(true, false)
                   from w in size
                   from h in size
                   from tw in Gen.Choose(1, w)
                   from th in Gen.Choose(1, h)
                   select new DownsampleRule(larger, w, h, tw, th);
        Prop.ForAll(Gen.ListOf(rule, 5).ToArbitrary(), Gen.Elements(",", ", ", " ,  ", ",,").ToArbitrary(), (rules, separator) =>
        {
            Assert.True(DownsampleRule.TryParse(string.Join(separator, rules), out var read, out _));
            return rules.SequenceEqual(read);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_rule_that_matches_wins_and_nothing_grows()
    {
        var size = Gen.Choose(1, 50);
        var rule = from larger in Gen.Elements(true, false)
                   from w in size
                   from h in size
                   from tw in Gen.Choose(1, w)
                   from th in Gen.Choose(1, h)
                   select new DownsampleRule(larger, w, h, tw, th);
        Prop.ForAll(Gen.ListOf(rule, 8).ToArbitrary(), size.ToArbitrary(), size.ToArbitrary(), (rules, w, h) =>
        {
            var last = rules.Where(r => r.OrLarger ? w >= r.Width && h >= r.Height && (w, h) != (r.Width, r.Height) : (w, h) == (r.Width, r.Height)).Cast<DownsampleRule?>().LastOrDefault();
            var (width, height) = DownsampleRule.Apply([.. rules], w, h);
            return (width, height) == (last?.TargetWidth ?? w, last?.TargetHeight ?? h) && width <= w && height <= h;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Anything_else_is_refused_and_named()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
            DownsampleRule.TryParse(text, out var rules, out var problem) ? rules.All(r => r.TargetWidth <= r.Width && r.Width > 0 && r.TargetHeight > 0) : problem.Length > 0)
            .QuickCheckThrowOnFailure();
        foreach (var text in (string[])["1920x1080", "1920x1080:", ":1x1", "0x5:1x1", "10x10:11x10", "10x10:10x11", "axb:1x1", "10x10:5x5:2x2", ">>10x10:5x5", "99999x1:1x1", "-5x5:1x1", "5x+5:1x1"])
        {
            Assert.False(DownsampleRule.TryParse("20x20:10x10," + text, out _, out var problem), text);
            Assert.Equal(text, problem);
        }

        Assert.True(DownsampleRule.TryParse(null, out var none, out _));
        Assert.Empty(none);
    }
}
