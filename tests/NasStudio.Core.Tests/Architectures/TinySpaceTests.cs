using NasStudio.Core.Architectures;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures;

public sealed class TinySpaceTests : SearchSpaceContract
{
    protected override SearchSpace Space { get; } = new TinySpace();
}
