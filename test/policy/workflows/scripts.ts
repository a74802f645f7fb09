import type { Rule } from './workflow-file.ts';

/** R5 and R6: no expression in a script, no script of a package, nothing fetched past the lock file. */
export const scripts: Rule = (file) => {
  const found = file.jobs.flatMap(({ steps }) =>
    steps.flatMap(({ pointer, step }) => {
      const { run } = step;
      if (run === undefined) return [];
      const say = (message: string): string => file.say(`${pointer}/run`, message);
      const text = String(run);
      return [
        ...(/\$\{\{/.test(text) ? [say('no expression in run: pass it by env')] : []),
        ...(/\bnpm (?!ci --ignore-scripts(?=$|\n))/.test(text)
          ? [say('expected npm ci --ignore-scripts')]
          : []),
        ...(/\b(npx|curl|wget|eval)\b/.test(text) ? [say('nothing is fetched or evaluated')] : []),
      ];
    }),
  );
  const shells = file.jobs.flatMap(({ steps }) => steps.filter(({ step }) => 'shell' in step));
  return [...found, ...shells.map(({ pointer }) => file.say(pointer, 'the shell is GitHub’s own'))];
};
