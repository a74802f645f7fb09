import { rm } from 'node:fs/promises';
import { marks } from './shared-site.ts';

/** Before a run of the tests: the sites that they share are built again, from what is there now. */
export async function setup(): Promise<void> {
  await rm(marks, { recursive: true, force: true });
}
