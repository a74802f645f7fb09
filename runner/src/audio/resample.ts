/** Zero crossings of the sinc on each side. */
const crossings = 12;
const mostPhases = 512;

/**
 * Changes the sample rate by a sinc under a Hann window; what the new rate cannot carry is filtered
 * out first.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const divisor = greatestCommonDivisor(from, to);
  const phases = Math.min(mostPhases, to / divisor);
  const cutoff = Math.min(1, to / from);
  const reach = Math.ceil(crossings / cutoff);
  const kernels = Array.from({ length: phases }, (_, phase) =>
    kernelAt(phase / phases, reach, cutoff),
  );
  const length = Math.max(1, Math.round((samples.length * to) / from));
  return Float32Array.from({ length }, (_, index) => {
    const place = (index * from) / to;
    const whole = Math.floor(place);
    const phase = Math.round((place - whole) * phases);
    // a phase that rounds up is the next sample's first
    return phase === phases
      ? weighted(samples, whole + 1, kernels[0]!, reach)
      : weighted(samples, whole, kernels[phase]!, reach);
  });
}

function weighted(
  samples: Float32Array,
  middle: number,
  kernel: Float64Array,
  reach: number,
): number {
  const first = Math.max(0, middle - reach + 1);
  const last = Math.min(samples.length - 1, middle + reach);
  let sum = 0;
  for (let place = first; place <= last; place += 1) {
    sum += samples[place]! * kernel[place - middle + reach - 1]!;
  }
  return sum;
}

/** Weights of the samples around a place `shift` after the middle one; they sum to 1. */
function kernelAt(shift: number, reach: number, cutoff: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * reach }, (_, index) => {
    const distance = index - reach + 1 - shift;
    const turn = Math.PI * distance * cutoff;
    const sinc = turn === 0 ? 1 : Math.sin(turn) / turn;
    return Math.abs(distance) >= reach
      ? 0
      : sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  });
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
