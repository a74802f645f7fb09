import { createWave, within, type SoundMaker } from './maker.ts';

/** Low croaks: a rough tone with overtones, that opens and closes. */
export const frog: SoundMaker = {
  name: 'frog',
  begin: ({ pitch, speed, random }) => {
    const hertz = within(random, 180, 320) * pitch;
    const rasp = within(random, 45, 70) * speed;
    const croak = within(random, 0.16, 0.26) / speed;
    const pause = within(random, 0.08, 0.18) / speed;
    const waves = [1, 2, 3, 4, 5].map((overtone) => ({ overtone, wave: createWave() }));
    return (seconds) => {
      const place = (seconds % (croak + pause)) / croak;
      const bend = hertz * (1 + 0.25 * Math.sin(Math.PI * Math.min(1, place)));
      const rough = 0.55 + 0.45 * Math.sin(2 * Math.PI * rasp * seconds);
      const sum = waves.reduce(
        (total, { overtone, wave }) => total + wave(bend * overtone, seconds) / overtone,
        0,
      );
      return place >= 1 ? 0 : 0.5 * sum * rough * Math.sin(Math.PI * place) ** 0.5;
    };
  },
};
