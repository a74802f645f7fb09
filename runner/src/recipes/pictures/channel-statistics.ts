/** Mean and deviation of each channel, 0…255. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Of pictures `[side, side, channels]`. */
export function channelStatistics(
  pictures: readonly Uint8Array[],
  channels: 1 | 3,
): ChannelStatistics {
  const sum = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let count = 0;
  for (const picture of pictures) {
    for (let index = 0; index < picture.length; index += 1) {
      const value = picture[index]!;
      sum[index % channels]! += value;
      squares[index % channels]! += value * value;
    }
    count += picture.length / channels;
  }
  const mean = Array.from(sum, (total) => total / count);
  const deviation = Array.from(squares, (total, channel) =>
    Math.max(3, Math.sqrt(Math.max(0, total / count - mean[channel]! ** 2))),
  );
  return { mean, deviation };
}

/** Brings values of each channel to mean 0 and deviation 1, in place. */
export function standardize(values: Float32Array, { mean, deviation }: ChannelStatistics): void {
  const channels = mean.length;
  for (let index = 0; index < values.length; index += 1) {
    const channel = index % channels;
    values[index] = (values[index]! - mean[channel]!) / deviation[channel]!;
  }
}
