import { writeIngredients } from './ingredients/ingredient-corpus.ts';
import { runGenerator } from './run-generator.ts';

await runGenerator('lines', ({ seed, preset, count }) =>
  new TextEncoder().encode(writeIngredients({ seed, preset, lines: count })),
);
