import { drawVisitorTable } from './kiosk/visitor-table.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('days', ({ seed, preset, count }) =>
  new TextEncoder().encode(drawVisitorTable({ seed, preset, days: count })),
);
