using System.CommandLine;
using Oriel.Bench;

var root = new RootCommand("Measures Oriel against this machine's own limits; every figure is a ratio or a distribution of one run.")
{
    CopyBench.Create(),
    OverlapBench.Create(),
    RelayBench.Create(),
    SustainedBench.Create(),
    SustainedBench.CreateProducer(),
    ProcessBench.Create(),
    InputBench.Create(),
    StagingBench.Create(),
};
return root.Parse(args).Invoke();
