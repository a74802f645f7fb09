import { maskLabels, packFruits } from './fruits/pack-fruits.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('pictures', ({ seed, preset, count }) =>
  packFruits({ seed, preset, pictures: count }, maskLabels),
);
