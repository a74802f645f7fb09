export interface SpanOptions {
  /** Pixels of the convolution's input along this axis. */
  readonly inputs: number;
  /** Pixels of its output. */
  readonly windows: number;
  readonly stride: number;
  readonly filterSize: number;
  /** Padding in front of the input. */
  readonly before: number;
}

/** How the gradient by the input lies along one axis, in convolution without strides. */
export interface GradientSpan {
  readonly stride: number;
  /** Padding of `dy` in front. */
  readonly before: number;
  /** Padding of `dy` behind. */
  readonly after: number;
  /** Pixels of the result to drop in front. */
  readonly cut: number;
}

/**
 * A window at `i` reaches the padded input from `i · stride` on, so blocks of `stride` pixels are
 * computed from the one in which the input begins to the one in which it ends.
 */
export function gradientSpan(options: SpanOptions): GradientSpan {
  const { inputs, windows, stride, filterSize, before } = options;
  const taps = Math.ceil(filterSize / stride);
  const firstBlock = Math.min(Math.floor(before / stride), taps - 1);
  const endBlock = Math.max(Math.ceil((before + inputs) / stride), windows);
  return {
    stride,
    before: taps - 1 - firstBlock,
    after: endBlock - windows,
    cut: before - firstBlock * stride,
  };
}
