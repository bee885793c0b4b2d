using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a seed of its own.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        private nint _handle;

        private Generator(nint handle, Device device)
        {
            if (handle == 0) throw LastError();
            _handle = handle;
            this.device = device;
        }

        public Generator(ulong seed = 0, Device? device = null)
            : this(nst_generator_new(seed, (int)(device?.type ?? DeviceType.CPU), device?.index ?? -1), device ?? CPU) { }

        ~Generator() => Dispose(false);

        /// <summary>The generator that operations use when none is given.</summary>
        public static Generator Default => new(nst_generator_default(), CPU);

        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Generator invalid -- empty handle: it has been disposed.");
        public Device device { get; }

        /// <summary>The whole state as bytes, for <see cref="set_state"/>.</summary>
        public Tensor get_state() => nst_generator_get_state(this);
        public void set_state(Tensor value) => Check(nst_generator_set_state(this, value));

        public Generator manual_seed(long seed)
        {
            Check(nst_generator_seed(this, unchecked((ulong)seed)));
            return this;
        }

        public long initial_seed()
        {
            Check(nst_generator_initial_seed(this, out var seed));
            return unchecked((long)seed);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var h = Interlocked.Exchange(ref _handle, 0);
            if (h != 0) nst_generator_free(h);
        }
    }

    /// <summary>Seeds libtorch's one global generator (every device's).</summary>
    public static Generator manual_seed(long seed) => SeedEverything(seed);

    /// <summary>The global generator.</summary>
    public static partial class random
    {
        public static Generator manual_seed(long seed) => SeedEverything(seed);
    }

    private static Generator SeedEverything(long seed)
    {
        Check(nst_manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }
}
