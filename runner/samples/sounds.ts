import { runGenerator } from './run-generator.ts';
import { packSounds } from './sounds/pack-sounds.ts';

await runGenerator('per-class', ({ seed, preset, count }) =>
  packSounds({ seed, preset, perClass: count }),
);
