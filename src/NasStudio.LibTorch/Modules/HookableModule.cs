namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module with one argument.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Runs the module with its hooks.</summary>
            TResult call(T input1);
        }

        /// <summary>A module with two arguments.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Runs the module with its hooks.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module with three arguments.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            /// <summary>Runs the module with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>.</summary>
        /// <typeparam name="TPreHook">Sees the arguments and may replace them; null keeps them.</typeparam>
        /// <typeparam name="TPostHook">Sees arguments and result and may replace the result; null keeps it.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly OrderedDictionary<string, TPreHook> _preHooks = [];
            private readonly OrderedDictionary<string, TPostHook> _postHooks = [];
            private int _hooksAdded;

            /// <summary>Creates a module.</summary>
            protected HookableModule(string name) : base(name) { }

            private protected IEnumerable<TPreHook> PreHooks => _preHooks.Values;

            private protected IEnumerable<TPostHook> PostHooks => _postHooks.Values;

            private protected bool HasHooks => _preHooks.Count + _postHooks.Count > 0;

            /// <summary>Runs <paramref name="hook"/> after each forward.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = NextKey();
                _postHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Runs <paramref name="hook"/> before each forward.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = NextKey();
                _preHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private string NextKey() => (_hooksAdded++).ToString(System.Globalization.CultureInfo.InvariantCulture);

            /// <summary>Takes a hook off again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Removes the hook; the second time does nothing.</summary>
                public void remove()
                {
                    module._preHooks.Remove(key);
                    module._postHooks.Remove(key);
                }
            }
        }
    }
}
