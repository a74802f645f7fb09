import { drawHarvestTable } from './harvest/harvest-table.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('rows', ({ seed, preset, count }) =>
  new TextEncoder().encode(drawHarvestTable({ seed, preset, rows: count })),
);
