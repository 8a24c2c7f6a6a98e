global using Oriel.Testing;
global using Xunit;
