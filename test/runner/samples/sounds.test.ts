import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { melPower } from '../../../runner/src/audio/mel-power.ts';
import { readWav } from '../../../runner/src/audio/read-wav.ts';
import { makeSound } from '../../../runner/samples/sounds/make-sound.ts';
import { allMakers } from '../../../runner/samples/sounds/makers/index.ts';
import { packedSound, packSounds } from '../../../runner/samples/sounds/pack-sounds.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/sound-classifier/sample/', import.meta.url);
const sound = { seed: 1, preset: 'standard', index: 0, ...packedSound } as const;

describe.each(allMakers.map((maker) => [maker.name, maker] as const))('a %s', (name, maker) => {
  it('sounds the same each time, and otherwise with another seed, index or preset', () => {
    const samples = makeSound({ ...sound, maker });
    expect(makeSound({ ...sound, maker })).toEqual(samples);
    for (const other of [{ seed: 2 }, { index: 1 }, { preset: 'other' as const }]) {
      expect(makeSound({ ...sound, maker, ...other })).not.toEqual(samples);
    }
  });

  it('can be heard and is not clipped', () => {
    for (let index = 0; index < 20; index += 1) {
      const samples = makeSound({ ...sound, maker, index, preset: 'other' });
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeGreaterThan(0.29);
      expect(peak).toBeLessThanOrEqual(0.9);
    }
  });

  it('lies alone in the sample, and not in the zip', async () => {
    const shipped = await readFile(new URL(`${name}.wav`, sample));
    const drawn = makeSound({ ...sound, seed: 2, maker });
    const { samples, sampleRate } = readWav(shipped, { longestSeconds: 1 });
    expect(sampleRate).toBe(packedSound.sampleRate);
    // written with 8 bits
    for (const [index, value] of drawn.entries())
      expect(Math.abs(samples[index]! - value)).toBeLessThan(0.02);
  });
});

it('is farther from silence in another preset: more noise where nothing sounds', () => {
  const quietest = (preset: 'standard' | 'other'): number => {
    const floors = allMakers.flatMap((maker) =>
      Array.from({ length: 10 }, (_, index) => {
        const samples = makeSound({ ...sound, preset, maker, index });
        const { values } = melPower(
          { samples, sampleRate: 8000 },
          { windowMs: 32, hopMs: 16, mels: 16 },
        );
        const loudest = Math.max(...values);
        return Math.log10(
          [...values].sort((a, b) => a - b)[Math.floor(values.length / 10)]! / loudest,
        );
      }),
    );
    return floors.reduce((sum, value) => sum + value, 0) / floors.length;
  };
  expect(quietest('other')).toBeGreaterThan(quietest('standard') + 0.3);
});

describe('the shipped sounds', () => {
  // elsewhere sines may end in another digit; what can be heard does not differ
  const isWhereTheyWereMade = process.platform === 'linux' && process.arch === 'x64';

  it.runIf(isWhereTheyWereMade)('come from the documented command, byte for byte', async () => {
    const args = ['--seed', '1', '--per-class', '16', '--preset', 'standard'];
    const made = await generate('sounds', args);
    expect(made.equals(await readFile(new URL('sounds.zip', sample)))).toBe(true);
  });

  it('stay small enough for Git', async () => {
    expect((await readFile(new URL('sounds.zip', sample))).length).toBeLessThan(370_000);
  });

  it('are packed with a folder a class whatever the time zone', async () => {
    const before = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Auckland';
      const one = await packSounds({ seed: 1, preset: 'other', perClass: 1 });
      process.env.TZ = 'America/Lima';
      expect(await packSounds({ seed: 1, preset: 'other', perClass: 1 })).toEqual(one);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
