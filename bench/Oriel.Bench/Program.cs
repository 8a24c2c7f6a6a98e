using System.CommandLine;
using Oriel.Bench;

var root = new RootCommand("Measures Oriel against this machine's own limits; every figure is a ratio or a distribution of one run. Without a name: all that is promised, in one table.")
{
    LimitsBench.Create(),
    CopyBench.Create(),
    OverlapBench.Create(),
    RelayBench.Create(),
    SustainedBench.Create(),
    SustainedBench.CreateProducer(),
    DesktopBench.Create(),
    IdleBench.Create(),
    DamageBench.Create(),
    AllocationBench.Create(),
    ProcessBench.Create(),
    InputBench.Create(),
    StagingBench.Create(),
    WakeBench.Create(),
    WakeConsumer.Create(),
};
SummaryBench.AddTo(root);
return root.Parse(args).Invoke();
