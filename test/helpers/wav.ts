import { writeWav } from '../../runner/samples/sounds/write-wav.ts';
import { createRandom } from '../../runner/src/random.ts';

export interface ToneOptions {
  readonly hertz: number;
  readonly seconds?: number;
  readonly sampleRate?: number;
  readonly seed?: number;
}

/** A tone in a little noise, −1…1. */
export function tone({
  hertz,
  seconds = 0.3,
  sampleRate = 8000,
  seed = 1,
}: ToneOptions): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, index) =>
      0.5 * Math.sin((2 * Math.PI * hertz * index) / sampleRate) + 0.02 * random.normal(),
  );
}

export function toneFile(options: ToneOptions): Uint8Array {
  return writeWav(tone(options), { sampleRate: options.sampleRate ?? 8000, bits: 16 });
}

/** Recordings of tones, a folder a class of pitch. */
export function toneDataset(each: number): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, hertz] of [
    ['high', 2400],
    ['low', 300],
    ['middle', 900],
  ] as const) {
    for (let index = 0; index < each; index += 1) {
      const seed = hertz + index;
      files[`${name}/${index}.wav`] = toneFile({ hertz: hertz * (1 + 0.004 * index), seed });
    }
  }
  return files;
}

/** A WAV file as any program might write it. */
export function wavBytes(parts: {
  readonly format: number;
  readonly bits: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly data: readonly number[];
  /** Chunks before the data. */
  readonly before?: readonly (readonly [name: string, bytes: readonly number[]])[];
  /** Length that the data chunk claims. */
  readonly claimed?: number;
  /** Sub-format of the extensible form. */
  readonly subFormat?: number;
}): Uint8Array {
  const { format, bits, channels = 1, sampleRate = 8000, data, before = [] } = parts;
  const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
  const u32 = (value: number): number[] => [...u16(value & 65_535), ...u16(value >>> 16)];
  const text = (value: string): number[] => [...value].map((letter) => letter.charCodeAt(0));
  const each = (bits / 8) * channels;
  const described = [
    ...u16(format),
    ...u16(channels),
    ...u32(sampleRate),
    ...u32(sampleRate * each),
    ...u16(each),
    ...u16(bits),
    ...(parts.subFormat === undefined
      ? []
      : [
          ...u16(22),
          ...u16(bits),
          ...u32(0),
          ...u16(parts.subFormat),
          ...new Array<number>(14).fill(0),
        ]),
  ];
  const chunk = (name: string, bytes: readonly number[], length = bytes.length): number[] => [
    ...text(name),
    ...u32(length),
    ...bytes,
    ...(bytes.length % 2 === 1 ? [0] : []),
  ];
  const body = [
    ...text('WAVE'),
    ...chunk('fmt ', described),
    ...before.flatMap(([name, bytes]) => chunk(name, bytes)),
    ...chunk('data', data, parts.claimed ?? data.length),
  ];
  return Uint8Array.from([...text('RIFF'), ...u32(body.length), ...body]);
}
