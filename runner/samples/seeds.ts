import { runGenerator } from './run-generator.ts';
import { drawSeedTable } from './seeds/seed-table.ts';

await runGenerator('rows', ({ seed, preset, count }) =>
  new TextEncoder().encode(drawSeedTable({ seed, preset, rows: count })),
);
