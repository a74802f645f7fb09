import { packLeaves } from './leaves/pack-leaves.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('per-class', ({ seed, preset, count }) =>
  packLeaves({ seed, preset, perClass: count }),
);
