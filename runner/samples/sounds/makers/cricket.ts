import { createWave, within, type SoundMaker } from './maker.ts';

/** A steady high tone in bursts of quick pulses. */
export const cricket: SoundMaker = {
  name: 'cricket',
  begin: ({ pitch, speed, random }) => {
    const hertz = within(random, 2500, 3200) * pitch;
    const pulse = 1 / (within(random, 32, 44) * speed);
    const chirp = within(random, 0.12, 0.22) / speed;
    const pause = within(random, 0.06, 0.14) / speed;
    const wave = createWave();
    return (seconds) => {
      const isChirping = seconds % (chirp + pause) < chirp;
      const pulsed = Math.max(0, Math.sin((2 * Math.PI * seconds) / pulse)) ** 2;
      return wave(hertz, seconds) * (isChirping ? pulsed : 0);
    };
  },
};
