/** Powers of frequencies in a frame of `size` samples. */
export interface FourierTransform {
  readonly size: number;
  /**
   * @param frame `size` samples
   * @param power `size / 2 + 1` squared magnitudes, written
   */
  powerInto(frame: Float64Array, power: Float64Array): void;
}

/** The fast Fourier transform (Cooley and Tukey 1965) of real frames; `size` is a power of two. */
export function createFourier(size: number): FourierTransform {
  const bits = Math.round(Math.log2(size));
  if (2 ** bits !== size) throw new Error(`expected a power of two, found ${size}`);
  const order = Uint32Array.from({ length: size }, (_, index) => reversed(index, bits));
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) =>
    Math.cos((2 * Math.PI * k) / size),
  );
  const sines = Float64Array.from({ length: size / 2 }, (_, k) =>
    Math.sin((2 * Math.PI * k) / size),
  );
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  return {
    size,
    powerInto: (frame, power) => {
      for (let index = 0; index < size; index += 1) real[order[index]!] = frame[index]!;
      imaginary.fill(0);
      for (let width = 1; width < size; width *= 2) {
        combine({ real, imaginary, cosines, sines }, size, width);
      }
      for (let k = 0; k <= size / 2; k += 1) power[k] = real[k]! ** 2 + imaginary[k]! ** 2;
    },
  };
}

interface Arrays {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Makes transforms of twice the width of neighbouring ones. */
function combine({ real, imaginary, cosines, sines }: Arrays, size: number, width: number): void {
  const stride = size / (2 * width);
  for (let start = 0; start < size; start += 2 * width) {
    for (let k = 0; k < width; k += 1) {
      const one = start + k;
      const other = one + width;
      const cosine = cosines[k * stride]!;
      const sine = -sines[k * stride]!;
      const turnedReal = real[other]! * cosine - imaginary[other]! * sine;
      const turnedImaginary = real[other]! * sine + imaginary[other]! * cosine;
      real[other] = real[one]! - turnedReal;
      imaginary[other] = imaginary[one]! - turnedImaginary;
      real[one]! += turnedReal;
      imaginary[one]! += turnedImaginary;
    }
  }
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) result |= ((value >> bit) & 1) << (bits - 1 - bit);
  return result >>> 0;
}
