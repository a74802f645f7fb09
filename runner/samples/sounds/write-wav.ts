export interface WavOptions {
  readonly sampleRate: number;
  readonly bits: 8 | 16;
}

/** Writes one channel of samples, −1…1, as a WAV file of whole numbers. */
export function writeWav(samples: Float32Array, { sampleRate, bits }: WavOptions): Uint8Array {
  const bytesEach = bits / 8;
  const length = samples.length * bytesEach;
  const bytes = new Uint8Array(44 + length + (length % 2));
  const view = new DataView(bytes.buffer);
  const write = (place: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1)
      bytes[place + index] = text.charCodeAt(index);
  };
  write(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesEach, true);
  view.setUint16(32, bytesEach, true);
  view.setUint16(34, bits, true);
  write(36, 'data');
  view.setUint32(40, length, true);
  for (const [index, sample] of samples.entries()) {
    const held = Math.min(1, Math.max(-1, sample));
    if (bits === 8) bytes[44 + index] = Math.round(held * 127) + 128;
    else view.setInt16(44 + 2 * index, Math.round(held * 32_767), true);
  }
  return bytes;
}
