import { createWave, within, type SoundMaker } from './maker.ts';

/** Partials of a small bell (Rossing 1984, rounded), and how long each sounds. */
const partials = [
  { ratio: 1, share: 0.5, lasts: 1 },
  { ratio: 1.19, share: 0.35, lasts: 0.8 },
  { ratio: 1.56, share: 0.3, lasts: 0.6 },
  { ratio: 2, share: 0.45, lasts: 0.5 },
  { ratio: 2.74, share: 0.3, lasts: 0.35 },
] as const;

/** Struck once or twice: partials that are no overtones, each dying away. */
export const bell: SoundMaker = {
  name: 'bell',
  begin: ({ pitch, speed, random }) => {
    const hertz = within(random, 600, 1000) * pitch;
    const again = within(random, 0.35, 0.6) / speed;
    const lasting = within(random, 0.25, 0.45) / speed;
    const waves = partials.map((partial) => ({ ...partial, wave: createWave() }));
    return (seconds) => {
      const struck = seconds % again;
      const rise = Math.min(1, struck / 0.004);
      return waves.reduce((sum, { ratio, share, lasts, wave }) => {
        const sound = wave(hertz * ratio, seconds);
        return sum + share * sound * rise * Math.exp(-struck / (lasting * lasts));
      }, 0);
    };
  },
};
