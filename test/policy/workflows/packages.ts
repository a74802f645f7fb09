import { objectOf } from '../../../actions/local-github/executor/json.ts';
import { environmentOf, secretsIn } from './privilege.ts';
import type { PlacedJob, Rule } from './workflow-file.ts';

/** R10: who may push images has nothing else to lose; a registry hears its password by no command line. */
export const packages: Rule = (file) =>
  file.jobs.flatMap((placed) => {
    const { id, job, pointer, steps } = placed;
    const logins = steps.filter(({ step }) => isLooseLogin(String(step['run'] ?? '')));
    const loose = logins.map((one) =>
      file.say(one.pointer, 'docker login: expected --password-stdin'),
    );
    const { packages: level, ...others } = objectOf(job['permissions']);
    if (level === undefined) return loose;
    const more = Object.entries(others).filter((grant) => grant.join() !== 'contents,read');
    return [
      ...loose,
      ...more.map(([scope]) =>
        file.say(`${pointer}/permissions/${scope}`, `${scope} beside packages`),
      ),
      ...(hasSecrets(placed) ? [file.say(pointer, `${id}: a secret beside packages`)] : []),
    ];
  });

function isLooseLogin(script: string): boolean {
  return script.split('\n').some((line) => {
    return /\bdocker login\b/.test(line) && !/ --password-stdin( |$)/.test(line);
  });
}

function hasSecrets(placed: PlacedJob): boolean {
  return (
    environmentOf(placed) !== '' ||
    secretsIn(placed.job, placed.pointer).length > 0 ||
    placed.steps.some(({ action }) => action === 'actions/create-github-app-token')
  );
}
