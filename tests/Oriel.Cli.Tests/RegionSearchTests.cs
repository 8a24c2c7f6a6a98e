using Oriel.Cli.Configuration;
using Oriel.Memory;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary>Which region a command takes when none is named.</summary>
public sealed class RegionSearchTests
{
    [Fact]
    public void The_option_wins_over_everything() =>
        Assert.Equal(new RegionChoice("pci:1", RegionOrigin.Option), Search("/from/environment", "/dev/null").Choose("pci:1"));

    [Fact]
    public void The_environment_wins_over_what_is_found() =>
        Assert.Equal(new RegionChoice("/from/environment", RegionOrigin.Environment), Search("/from/environment", "/dev/null").Choose(null));

    [Fact]
    public void The_settings_count_for_more_than_what_is_found_and_less_than_the_environment()
    {
        RegionSearch Configured(string environment) => new() { Candidates = ["/dev/null"], Served = static () => [], Environment = name => name == RegionSearch.EnvironmentVariable ? environment : null, Settings = static () => "/from/settings" };

        Assert.Equal(new RegionChoice("/from/settings", RegionOrigin.Settings), Configured("").Choose(null));
        Assert.Equal(new RegionChoice("/from/environment", RegionOrigin.Environment), Configured("/from/environment").Choose(null));
        Assert.Equal(new RegionChoice("pci:1", RegionOrigin.Option), Configured("").Choose("pci:1"));
    }

    [Theory]
    [InlineData("[lgmp]\nshmDevice=/dev/shm/mine\n", "/dev/shm/mine")]
    [InlineData("[app]\nshmFile=/dev/shm/theirs\n", "/dev/shm/theirs")]
    [InlineData("[lgmp]\nshmDevice=auto\n", null)]
    [InlineData("[win]\ntitle=x\n", null)]
    public void The_settings_region_is_read_from_the_usual_files(string text, string? expected)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("config/oriel"));
        File.WriteAllText(folder.File("config/oriel/oriel.ini"), text);
        ConfigPlaces Places(string? variable) => new()
        {
            Etc = folder.File("etc"), Environment = name => name == "XDG_CONFIG_HOME" ? folder.File("config") : name == ConfigPlaces.Variable ? variable : null,
        };

        Assert.Equal(expected, RegionOption.FromSettings(Places(null)));
        Assert.Null(RegionOption.FromSettings(Places("off")));
    }

    [Fact]
    public void The_only_one_that_exists_is_taken_alive_or_not()
    {
        using var region = new TempRegion(4096);

        Assert.Equal(new RegionChoice(region.Path, RegionOrigin.OnlyCandidate), Search("", region.Path + "-not", region.Path).Choose(null));
    }

    [Fact]
    public void Of_several_the_live_one_is_taken()
    {
        using var dead = new TempRegion(8 << 20);
        using var live = new TempRegion(8 << 20);
        using var deadRegion = Region.OpenFile(dead.Path, RegionAccess.ReadWrite);
        using var liveRegion = Region.OpenFile(live.Path, RegionAccess.ReadWrite);
        using var stopped = new RelayProducer(deadRegion, new ProducerOptions());
        stopped.Tick(null);
        using var running = new RelayProducer(liveRegion, new ProducerOptions());
        using var end = new ManualResetEventSlim();
        var ticker = new Thread(() =>
        {
            while (!end.Wait(10))
            {
                running.Tick(null);
            }
        });
        ticker.Start();
        try
        {
            Assert.Equal(new RegionChoice(live.Path, RegionOrigin.LiveCandidate), Search(null, dead.Path, live.Path).Choose(null));
        }
        finally
        {
            end.Set();
            ticker.Join();
        }
    }

    [Fact]
    public void Of_several_dead_ones_the_first_is_taken()
    {
        using var one = new TempRegion(4096);
        using var two = new TempRegion(4096);

        Assert.Equal(new RegionChoice(one.Path, RegionOrigin.FirstCandidate), Search(null, one.Path, two.Path).Choose(null));
    }

    [Fact]
    public void With_none_the_default_is_waited_for() =>
        Assert.Equal(new RegionChoice("/dev/shm/oriel", RegionOrigin.Default), Search(null, "/nowhere/a", "/nowhere/b").Choose(null));

    [Fact]
    public void What_a_server_serves_comes_before_the_usual_places()
    {
        using var usual = new TempRegion(4096);
        using var folder = new TempFolder();
        using var listening = DescriptorSocket.Listen(folder.File("vm.sock"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var search = new RegionSearch { Candidates = [usual.Path], Served = () => [.. DoorbellSource.FindIn(folder.Path)], Environment = _ => null };

        // It does not even greet: not alive, but the first.
        Assert.Equal(new RegionChoice(folder.File("vm.sock"), RegionOrigin.FirstCandidate), search.Choose(null));

        // A socket that a dead server left behind is nothing.
        listening.Dispose();
        Assert.Equal(new RegionChoice(usual.Path, RegionOrigin.OnlyCandidate), search.Choose(null));
    }

    private static RegionSearch Search(string? environment, params string[] candidates) =>
        new() { Candidates = candidates, Served = () => [], Environment = name => name == "ORIEL_REGION" ? environment : null };
}
