import { moduleText } from '../model/garden.ts';
import type { HandChange } from './event.ts';
import { deploymentTruth, textAt } from './oracle/truth.ts';
import { deploymentText, type World } from './world.ts';

/** An admin pushes to `main`. */
export async function changeByHand(world: World, change: HandChange): Promise<void> {
  const files = filesOf(world, change);
  await world.deeds.commitToMain(files, `by hand ${world.garden.forge.id()}`);
}

function filesOf(world: World, change: HandChange): Readonly<Record<string, string | null>> {
  if ('name' in change) {
    const who = world.people[change.who];
    const now = deploymentTruth(world, change.name);
    const owner = Object.values(world.people).find(({ id }) => id === now?.ownerId);
    const isLock = change.kind === 'locked by';
    const text = deploymentText(isLock ? (owner ?? who) : who, isLock ? who : undefined);
    return { [`deployments/${change.name}.yml`]: text };
  }
  const { id } = change;
  const path = `modules/${id}/module.md`;
  const text = textAt(world, path) ?? moduleText('Anew', world.people.mo);
  switch (change.kind) {
    case 'maintainer':
      return { [path]: moduleText('Handed over', world.people[change.who]) };
    case 'retire':
      return { [path]: text.replace('kind: module\n', 'kind: module\nstatus: retired\n') };
    case 'remove':
      return { [path]: null };
    case 'break':
      return { [path]: text.replace('schema: module/1', 'schema: nothing') };
  }
}
