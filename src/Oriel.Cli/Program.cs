return Oriel.Cli.CommandRunner.Run(Oriel.Cli.CommandTree.Create(), args);
