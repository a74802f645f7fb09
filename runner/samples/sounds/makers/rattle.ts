import { within, type SoundMaker } from './maker.ts';

/** Bursts of noise without a pitch, evenly shaken. */
export const rattle: SoundMaker = {
  name: 'rattle',
  begin: ({ pitch, speed, random }) => {
    const shake = 1 / (within(random, 7, 12) * speed);
    const dying = within(random, 0.012, 0.025) / speed;
    // a noise of high pitch is one that forgets its last sample
    const kept = Math.min(0.6, Math.max(-0.6, 0.5 - 0.6 * pitch + within(random, -0.15, 0.15)));
    let before = 0;
    return (seconds) => {
      before = kept * before + (1 - Math.abs(kept)) * random.normal();
      return 0.9 * before * Math.exp(-(seconds % shake) / dying);
    };
  },
};
