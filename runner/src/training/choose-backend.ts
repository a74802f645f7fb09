import type { BackendName } from '@orangery/schemas';
import type { BackendChoice } from '../compute/backend.ts';
import { chooseBackend as choose } from '../compute/choose-backend.ts';
import { countDevices } from '../compute/count-devices.ts';
import { candidateTable } from '../compute/candidate-table.ts';
import { fitBriefly, type BriefFit } from './fit-briefly.ts';

export interface BackendToChoose extends BriefFit {
  readonly name: BackendName | 'auto';
  readonly searchPath: string | undefined;
}

/**
 * Starts the backend that fits the recipe's default model fastest on this very data, and tells what
 * it was chosen from.
 * @throws Failure BACKEND_UNAVAILABLE
 */
export async function chooseBackend(order: BackendToChoose): Promise<BackendChoice> {
  const { name, searchPath, world } = order;
  const { signal } = world;
  const gpus = name === 'auto' ? (await countDevices({ signal, searchPath })).gpus : [];
  const probe = (isEnough: () => boolean): Promise<void> => fitBriefly(order, isEnough);
  const choice = await choose(name, { probe, signal, gpus });
  world.logger.debug(choice.reason);
  const timed = (choice.choice ?? []).filter(({ stepMs }) => stepMs !== undefined);
  if (choice.choice !== undefined && timed.length > 0)
    world.logger.info(candidateTable(choice.choice));
  return choice;
}
