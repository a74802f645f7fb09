import type { Rule } from './workflow-file.ts';

/** R6: nothing that one job leaves is found by another. setup-node caches unless it is told not to. */
export const caches: Rule = (file) =>
  file.jobs.flatMap(({ steps }) =>
    steps.flatMap(({ pointer, action, inputs }) => {
      if (action.startsWith('actions/cache')) return [file.say(pointer, 'caches are not shared')];
      if (action !== 'actions/setup-node') return [];
      const isOff = inputs['cache'] === undefined && inputs['package-manager-cache'] === false;
      return isOff ? [] : [file.say(pointer, 'expected package-manager-cache: false')];
    }),
  );
