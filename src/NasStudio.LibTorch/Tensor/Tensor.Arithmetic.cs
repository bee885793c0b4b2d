using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic; operands broadcast, the variants with an underscore write into the tensor itself.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => nst_add(this, target, One);
        public Tensor add(Tensor target, Scalar alpha) => nst_add(this, target, alpha);
        public Tensor add(Scalar scalar) => nst_add_scalar(this, scalar, One);
        public Tensor add(Scalar scalar, Scalar alpha) => nst_add_scalar(this, scalar, alpha);
        public Tensor add_(Tensor target) => Done(nst_add_(this, target, One));
        public Tensor add_(Tensor target, Scalar alpha) => Done(nst_add_(this, target, alpha));
        public Tensor add_(Scalar scalar) => Done(nst_add_scalar_(this, scalar, One));
        public Tensor add_(Scalar scalar, Scalar alpha) => Done(nst_add_scalar_(this, scalar, alpha));
        public Tensor sub(Tensor target) => nst_sub(this, target, One);
        public Tensor sub(Scalar scalar) => nst_sub_scalar(this, scalar, One);
        public Tensor sub_(Tensor target) => Done(nst_sub_(this, target, One));
        public Tensor sub_(Scalar scalar) => Done(nst_sub_scalar_(this, scalar, One));
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor mul(Tensor target) => nst_mul(this, target);
        public Tensor mul(Scalar target) => nst_mul_scalar(this, target);
        public Tensor mul_(Tensor target) => Done(nst_mul_(this, target));
        public Tensor mul_(Scalar target) => Done(nst_mul_scalar_(this, target));
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => nst_div(this, target, (int)rounding_mode);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => nst_div_scalar(this, target, (int)rounding_mode);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Done(nst_div_(this, target, (int)rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Done(nst_div_scalar_(this, target, (int)rounding_mode));
        public Tensor divide(Tensor other, RoundingMode rounding_mode = RoundingMode.None) => div(other, rounding_mode);
        public Tensor divide(Scalar other, RoundingMode rounding_mode = RoundingMode.None) => div(other, rounding_mode);
        public Tensor floor_divide(Tensor other) => nst_floor_divide(this, other);
        public Tensor floor_divide_(Tensor other) => Done(nst_floor_divide_(this, other));
        public Tensor remainder(Tensor other) => nst_remainder(this, other);
        public Tensor remainder(Scalar other) => nst_remainder_scalar(this, other);
        public Tensor remainder_(Tensor other) => Done(nst_remainder_(this, other));
        public Tensor remainder_(Scalar other) => Done(nst_remainder_scalar_(this, other));
        public Tensor fmod(Tensor target) => nst_fmod(this, target);
        public Tensor fmod(Scalar scalar) => nst_fmod_scalar(this, scalar);
        public Tensor fmod_(Tensor target) => Done(nst_fmod_(this, target));
        public Tensor fmod_(Scalar scalar) => Done(nst_fmod_scalar_(this, scalar));
        public Tensor pow(Tensor exponent) => nst_pow(this, exponent);
        public Tensor pow(Scalar exponent) => nst_pow_scalar(this, exponent);
        public Tensor pow_(Tensor exponent) => Done(nst_pow_(this, exponent));
        public Tensor pow_(Scalar exponent) => Done(nst_pow_scalar_(this, exponent));
        public Tensor atan2(Tensor other) => nst_atan2(this, other);
        public Tensor atan2_(Tensor other) => Done(nst_atan2_(this, other));
        public Tensor logaddexp(Tensor other) => nst_logaddexp(this, other);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => nst_addcmul(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Done(nst_addcmul_(this, tensor1, tensor2, value));
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => nst_addcdiv(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Done(nst_addcdiv_(this, tensor1, tensor2, value));
        public Tensor lerp(Tensor end, Tensor weight) => nst_lerp(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Done(nst_lerp_(this, end, weight));
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => nst_clamp(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => nst_clamp_tensor(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Done(nst_clamp_(this, min, max));
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Done(nst_clamp_tensor_(this, min, max));
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_min(Scalar min) => nst_clamp_min_scalar(this, min);
        public Tensor clamp_min_(Scalar min) => Done(nst_clamp_min_scalar_(this, min));
        public Tensor clamp_max(Scalar max) => nst_clamp_max_scalar(this, max);
        public Tensor clamp_max_(Scalar max) => Done(nst_clamp_max_scalar_(this, max));
        public Tensor maximum(Tensor other) => nst_maximum(this, other);
        public Tensor minimum(Tensor other) => nst_minimum(this, other);
    }

    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    private static readonly Scalar One = 1;

    public static Tensor add(Tensor input, Tensor target) => input.add(target);
    public static Tensor add(Tensor input, Tensor target, Scalar alpha) => input.add(target, alpha);
    public static Tensor add(Tensor input, Scalar scalar) => input.add(scalar);
    public static Tensor add(Tensor input, Scalar scalar, Scalar alpha) => input.add(scalar, alpha);
    public static Tensor add_(Tensor input, Tensor target) => input.add_(target);
    public static Tensor add_(Tensor input, Tensor target, Scalar alpha) => input.add_(target, alpha);
    public static Tensor add_(Tensor input, Scalar scalar) => input.add_(scalar);
    public static Tensor add_(Tensor input, Scalar scalar, Scalar alpha) => input.add_(scalar, alpha);
    public static Tensor sub(Tensor input, Tensor target) => input.sub(target);
    public static Tensor sub(Tensor input, Scalar scalar) => input.sub(scalar);
    public static Tensor sub_(Tensor input, Tensor target) => input.sub_(target);
    public static Tensor sub_(Tensor input, Scalar scalar) => input.sub_(scalar);
    public static Tensor subtract(Tensor input, Tensor target) => input.subtract(target);
    public static Tensor subtract(Tensor input, Scalar target) => input.subtract(target);
    public static Tensor mul(Tensor input, Tensor target) => input.mul(target);
    public static Tensor mul(Tensor input, Scalar target) => input.mul(target);
    public static Tensor mul_(Tensor input, Tensor target) => input.mul_(target);
    public static Tensor mul_(Tensor input, Scalar target) => input.mul_(target);
    public static Tensor multiply(Tensor input, Tensor target) => input.multiply(target);
    public static Tensor multiply(Tensor input, Scalar target) => input.multiply(target);
    public static Tensor div(Tensor input, Tensor target, RoundingMode rounding_mode = RoundingMode.None) => input.div(target, rounding_mode);
    public static Tensor div(Tensor input, Scalar target, RoundingMode rounding_mode = RoundingMode.None) => input.div(target, rounding_mode);
    public static Tensor div_(Tensor input, Tensor target, RoundingMode rounding_mode = RoundingMode.None) => input.div_(target, rounding_mode);
    public static Tensor div_(Tensor input, Scalar target, RoundingMode rounding_mode = RoundingMode.None) => input.div_(target, rounding_mode);
    public static Tensor divide(Tensor input, Tensor other, RoundingMode rounding_mode = RoundingMode.None) => input.divide(other, rounding_mode);
    public static Tensor divide(Tensor input, Scalar other, RoundingMode rounding_mode = RoundingMode.None) => input.divide(other, rounding_mode);
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);
    public static Tensor floor_divide_(Tensor input, Tensor other) => input.floor_divide_(other);
    public static Tensor remainder(Tensor input, Tensor other) => input.remainder(other);
    public static Tensor remainder(Tensor input, Scalar other) => input.remainder(other);
    public static Tensor remainder_(Tensor input, Tensor other) => input.remainder_(other);
    public static Tensor remainder_(Tensor input, Scalar other) => input.remainder_(other);
    public static Tensor fmod(Tensor input, Tensor target) => input.fmod(target);
    public static Tensor fmod(Tensor input, Scalar scalar) => input.fmod(scalar);
    public static Tensor fmod_(Tensor input, Tensor target) => input.fmod_(target);
    public static Tensor fmod_(Tensor input, Scalar scalar) => input.fmod_(scalar);
    public static Tensor pow(Tensor input, Tensor exponent) => input.pow(exponent);
    public static Tensor pow(Tensor input, Scalar exponent) => input.pow(exponent);
    public static Tensor pow_(Tensor input, Tensor exponent) => input.pow_(exponent);
    public static Tensor pow_(Tensor input, Scalar exponent) => input.pow_(exponent);
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);
    public static Tensor atan2_(Tensor input, Tensor other) => input.atan2_(other);
    public static Tensor logaddexp(Tensor input, Tensor other) => input.logaddexp(other);
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);
    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul_(tensor1, tensor2, value);
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);
    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv_(tensor1, tensor2, value);
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);
    public static Tensor lerp_(Tensor input, Tensor end, Tensor weight) => input.lerp_(end, weight);
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);
    public static Tensor clamp_(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp_(min, max);
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);
    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);
    public static Tensor pow(Scalar input, Tensor exponent) => nst_rpow_scalar(input, exponent);
}
