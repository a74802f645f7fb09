import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWav, readWav } from '../../../runner/src/audio/read-wav.ts';
import { tone, toneFile, wavBytes } from '../../helpers/wav.ts';

const limits = { longestSeconds: 60 };
const read = (bytes: Uint8Array): number[] =>
  [...readWav(bytes, limits).samples].map((value) => Number(value.toFixed(4)));
const float32 = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
const float64 = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];

describe('reading WAV', () => {
  it.each([
    ['PCM of 8 bits', { format: 1, bits: 8, data: [128, 255, 0, 192] }, [0, 0.9922, -1, 0.5]],
    ['PCM of 16 bits', { format: 1, bits: 16, data: [0, 0, 0, 64, 0, 128] }, [0, 0.5, -1]],
    ['PCM of 24 bits', { format: 1, bits: 24, data: [0, 0, 64, 0, 0, 128] }, [0.5, -1]],
    ['PCM of 32 bits', { format: 1, bits: 32, data: [0, 0, 0, 64, 0, 0, 0, 192] }, [0.5, -0.5]],
    [
      'floats of 32 bits',
      { format: 3, bits: 32, data: [...float32(0.25), ...float32(-1)] },
      [0.25, -1],
    ],
    ['floats of 64 bits', { format: 3, bits: 64, data: float64(0.125) }, [0.125]],
    [
      'A-law',
      { format: 6, bits: 8, data: [0xd5, 0x55, 0xaa, 0x2a] },
      [0.0002, -0.0002, 0.9844, -0.9844],
    ],
    ['µ-law', { format: 7, bits: 8, data: [0xff, 0x7f, 0x80, 0x00] }, [0, 0, 0.9803, -0.9803]],
    ['the extensible form', { format: 0xfffe, subFormat: 1, bits: 16, data: [0, 64] }, [0.5]],
    [
      'two channels as their mean',
      { format: 1, bits: 8, channels: 2, data: [255, 129, 0, 128] },
      [0.5, -0.5],
    ],
    [
      'no number as silence, and one far too large as a loud one',
      { format: 3, bits: 32, data: [...float32(NaN), ...float32(1e30)] },
      [0, 8],
    ],
  ])('reads %s', (_, parts, expected) => {
    const found = read(wavBytes(parts));
    expect(found).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 3);
  });

  it('skips what it does not know, and odd lengths', () => {
    const before = [
      ['LIST', [1, 2, 3]],
      ['junk', []],
    ] as const;
    expect(read(wavBytes({ format: 1, bits: 16, data: [0, 64], before }))).toEqual([0.5]);
  });

  it('reads to the end where the length was never written', () => {
    const claimed = 0xffffffff;
    expect(read(wavBytes({ format: 1, bits: 16, data: [0, 64, 0, 64], claimed }))).toEqual([
      0.5, 0.5,
    ]);
  });

  it('reads no more than is wanted, and says how long it is', () => {
    const bytes = toneFile({ hertz: 500, seconds: 2 });
    const { samples, seconds, sampleRate } = readWav(bytes, { longestSeconds: 0.5 });
    expect([samples.length, seconds, sampleRate]).toEqual([4000, 2, 8000]);
  });

  it('gives back what was written', () => {
    const samples = tone({ hertz: 440 });
    const found = readWav(toneFile({ hertz: 440 }), limits).samples;
    for (const [index, value] of samples.entries()) expect(found[index]).toBeCloseTo(value, 3);
  });

  it.each([
    ['other bytes', new Uint8Array(20)],
    ['nothing', new Uint8Array()],
    ['no sound', wavBytes({ format: 1, bits: 16, data: [] })],
    ['MPEG in a WAV', wavBytes({ format: 85, bits: 16, data: [1, 2] })],
    ['12 bits', wavBytes({ format: 1, bits: 12, data: [1, 2] })],
    ['no channel', wavBytes({ format: 1, bits: 16, channels: 0, data: [1, 2] })],
    ['no rate', wavBytes({ format: 1, bits: 16, sampleRate: 0, data: [1, 2] })],
    ['the beginning alone', toneFile({ hertz: 500 }).slice(0, 30)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readWav(bytes, limits)).toThrowErrorMatchingSnapshot();
  });

  it('ends with sound or a message whatever the bytes', () => {
    const whole = [...toneFile({ hertz: 500, seconds: 0.01 })];
    const damage = fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const bytes = Uint8Array.from(whole.slice(0, length));
        for (const [place, value] of changes) if (place < length) bytes[place] = value;
        try {
          const { samples } = readWav(bytes, limits);
          expect(samples.every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect((error as Error).message).toMatch(/^expected /);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('knows a WAV file by its beginning', () => {
    expect(isWav(toneFile({ hertz: 500 }))).toBe(true);
    expect(isWav(new Uint8Array(3))).toBe(false);
  });
});
