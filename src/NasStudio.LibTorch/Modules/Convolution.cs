using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp
{
    /// <summary>What a convolution or <c>pad</c> puts around its input.</summary>
    public enum PaddingModes
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,
        /// <summary>The input mirrored without its edge.</summary>
        Reflect = 1,
        /// <summary>The edge repeated.</summary>
        Replicate = 2,
        /// <summary>The opposite side.</summary>
        Circular = 3,
        /// <summary>A constant.</summary>
        Constant = 4,
    }

    /// <summary>Padding given by its effect.</summary>
    public enum Padding
    {
        /// <summary>None.</summary>
        Valid = 0,
        /// <summary>As much as keeps the size, for stride 1.</summary>
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What the convolutions share: weight, bias and geometry.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] private Parameter? _weight;
        [ComponentName(Name = nameof(bias))] private Parameter? _bias;

        private protected Convolution(
            string name, long inChannels, long outChannels, long[] kernelSize, long[] stride, long[]? padding,
            Padding? paddingType, long[] dilation, long groups, bool bias, PaddingModes paddingMode, Device? device, ScalarType? dtype)
            : base(name)
        {
            if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
                throw new ArgumentException(
                    $"Groups must divide both channel counts; got {groups} for {inChannels} and {outChannels}.", nameof(groups));
            if (paddingType == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException("padding='same' is not supported for strided convolutions");
            (in_channels, out_channels, kernel_size) = (inChannels, outChannels, kernelSize);
            (this.stride, this.padding, padding_type, this.dilation) = (stride, padding, paddingType, dilation);
            (this.groups, padding_mode) = (groups, paddingMode);
            weight = NewParameter([outChannels, inChannels / groups, .. kernelSize], device, dtype);
            if (bias) this.bias = NewParameter([outChannels], device, dtype);
            reset_parameters();
        }

        /// <summary>(out, in / groups, kernel...)</summary>
        public Parameter weight { get => _weight!; set => Own(nameof(weight), ref _weight, value); }

        /// <summary>(out), or null.</summary>
        public Parameter? bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

        /// <summary>Channels of the input.</summary>
        public long in_channels { get; }

        /// <summary>Channels of the output.</summary>
        public long out_channels { get; }

        /// <summary>Size of the kernel in each dimension.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>Step of the kernel in each dimension.</summary>
        public long[] stride { get; set; }

        /// <summary>Padding in each dimension, or null where <see cref="padding_type"/> is given.</summary>
        public long[]? padding { get; }

        /// <summary>Padding by its effect, or null where <see cref="padding"/> is given.</summary>
        public Padding? padding_type { get; }

        /// <summary>Distance of the kernel's points in each dimension.</summary>
        public long[] dilation { get; set; }

        /// <summary>Number of groups of channels that do not see each other.</summary>
        public long groups { get; set; }

        /// <summary>What the padding holds.</summary>
        public PaddingModes padding_mode { get; set; }

        /// <summary>Draws new initial values, as PyTorch does.</summary>
        public void reset_parameters() => DefaultInitialisation.LinearLike(weight, bias);

        /// <summary>Margins as <c>pad</c> takes them: last dimension first, (before, after) each.</summary>
        private long[] Margins()
        {
            var margins = new long[2 * kernel_size.Length];
            for (var d = 0; d < kernel_size.Length; d++)
            {
                var total = padding is not null ? 2 * padding[d]
                    : padding_type == Padding.Same ? dilation[d] * (kernel_size[d] - 1) : 0;
                var at = 2 * (kernel_size.Length - 1 - d);
                (margins[at], margins[at + 1]) = (total / 2, total - total / 2);
            }
            return margins;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (padding_mode == PaddingModes.Zeros)
                return F.Convolve(
                    kernel_size.Length, input, weight, bias, stride, padding ?? [], (int?)padding_type ?? F.GivenPadding, dilation, groups);
            using var padded = F.pad(input, Margins(), padding_mode);
            return F.Convolve(kernel_size.Length, padded, weight, bias, stride, [0], F.GivenPadding, dilation, groups);
        }
    }

    /// <summary>Convolution over (N, C, L).</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(
            long inChannels, long outChannels, long kernelSize, long stride, long? padding, Padding? paddingType,
            long dilation, long groups, bool bias, PaddingModes paddingMode, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), inChannels, outChannels, [kernelSize], [stride], padding is { } p ? [p] : null, paddingType,
                [dilation], groups, bias, paddingMode, device, dtype)
        { }
    }

    /// <summary>Convolution over (N, C, H, W).</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(
            long inChannels, long outChannels, (long H, long W) kernelSize, (long H, long W) stride, (long H, long W)? padding,
            Padding? paddingType, (long H, long W) dilation, long groups, bool bias, PaddingModes paddingMode, Device? device,
            ScalarType? dtype)
            : base(nameof(Conv2d), inChannels, outChannels, [kernelSize.H, kernelSize.W], [stride.H, stride.W],
                padding is { } p ? [p.H, p.W] : null, paddingType, [dilation.H, dilation.W], groups, bias, paddingMode, device, dtype)
        { }
    }
}
