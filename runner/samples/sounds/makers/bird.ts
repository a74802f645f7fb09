import { createWave, within, type SoundMaker } from './maker.ts';

/** Short notes that glide up or down, with pauses. */
export const bird: SoundMaker = {
  name: 'bird',
  begin: ({ pitch, speed, random }) => {
    const from = within(random, 1500, 2300) * pitch;
    const to =
      from * (random.uniform() < 0.5 ? within(random, 1.25, 1.6) : within(random, 0.6, 0.8));
    const note = within(random, 0.07, 0.12) / speed;
    const pause = within(random, 0.04, 0.09) / speed;
    const wave = createWave();
    return (seconds) => {
      const place = (seconds % (note + pause)) / note;
      const hertz = from * (to / from) ** Math.min(1, place);
      const sound = wave(hertz, seconds);
      return place >= 1 ? 0 : sound * Math.sin(Math.PI * place) ** 0.7;
    };
  },
};
