import { join } from 'node:path';

/** Holds real data sets; none where there are none. */
export const dataFolder = process.env.ORANGERY_TEST_DATA;
export const penguins = dataFolder && join(dataFolder, 'penguins.csv');

if (dataFolder === undefined) {
  const message = 'ORANGERY_TEST_DATA names no folder: nothing was retrained on real data';
  if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
  console.warn(message);
}
