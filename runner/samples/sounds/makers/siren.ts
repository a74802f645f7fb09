import { createWave, within, type SoundMaker } from './maker.ts';

/** One tone without a pause that swings up and down. */
export const siren: SoundMaker = {
  name: 'siren',
  begin: ({ pitch, speed, random }) => {
    const middle = within(random, 750, 1150) * pitch;
    const depth = within(random, 0.12, 0.3);
    const swing = within(random, 2.5, 5) * speed;
    const phase = within(random, 0, 2 * Math.PI);
    const [wave, overtone] = [createWave(), createWave()];
    return (seconds) => {
      const hertz = middle * (1 + depth * Math.sin(2 * Math.PI * swing * seconds + phase));
      return 0.7 * wave(hertz, seconds) + 0.25 * overtone(2 * hertz, seconds);
    };
  },
};
