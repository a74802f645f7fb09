import { writeLetters } from './letters/letter-table.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('rows', ({ seed, preset, count }) =>
  new TextEncoder().encode(writeLetters({ seed, preset, rows: count })),
);
