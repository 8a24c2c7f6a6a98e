return Oriel.Agent.AgentCommands.Invoke(args);
