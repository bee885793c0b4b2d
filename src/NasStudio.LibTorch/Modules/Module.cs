namespace TorchSharp;

public static partial class torch
{
    /// <summary>Network modules, their functional forms, initialisation and utilities.</summary>
    public static partial class nn
    {
        /// <summary>Base of all network modules: a tree of submodules that owns parameters and buffers.</summary>
        /// <remarks>
        /// A derived class assigns its parts to fields and calls <see cref="RegisterComponents"/> once, at the end of
        /// its constructor. Registered tensors leave their dispose scope: they live until the module is disposed.
        /// </remarks>
        public partial class Module : IDisposable
        {
            private readonly string _name;
            private bool _training = true;

            /// <summary>Creates a module.</summary>
            /// <param name="name">What <see cref="GetName"/> answers.</param>
            protected Module(string name) => _name = name;

            /// <summary>Whether the module is in training mode (dropout active, batch statistics used).</summary>
            public virtual bool training => _training;

            /// <summary>The name given at construction.</summary>
            public virtual string GetName() => _name;

            /// <summary>Sets training mode here and in every submodule.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            /// <summary>Sets evaluation mode here and in every submodule.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls <paramref name="fn"/> on every submodule, children first, then on this.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Drops the gradients of all parameters, or fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true) => optim.Optimizer.ZeroGrad(parameters(), set_to_none);

            /// <summary>Releases parameters, buffers and submodules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases parameters, buffers and submodules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (_, parameter) in _parameters) parameter.Dispose();
                foreach (var (_, (buffer, _)) in _buffers) buffer.Dispose();
                foreach (var (_, child) in named_children()) child.Dispose();
            }
        }
    }
}
