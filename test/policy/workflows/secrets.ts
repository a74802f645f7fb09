import { environmentOf, secretsIn } from './privilege.ts';
import { isControl, type Rule } from './workflow-file.ts';

/** `secrets.NAME`, or one of datasets, whose names have a prefix of their own. */
const named = /^secrets(\.[A-Z_]+|\[format\('ORANGERY_SECRET_\{0\}', inputs\.secret\)\])$/;

/** Secrets lie in the environment that is limited to main, and only one that is named leaves it. */
export const secrets: Rule = (file) => {
  const environment = isControl(file) ? 'control' : 'gpu';
  const known = isControl(file) ? [environment, 'github-pages'] : [environment];
  const outside = Object.entries(file.source)
    .filter(([key]) => key !== 'jobs')
    .flatMap(([key, value]) => secretsIn(value, `/${key}`))
    .map(([pointer]) => file.say(pointer, 'secrets are given to a job, not to all'));
  const inside = file.jobs.flatMap((placed) => {
    const name = environmentOf(placed);
    const found = secretsIn(placed.job, placed.pointer).flatMap(([pointer, text]) => {
      const isNamed = named.test(text.replace(/^\$\{\{\s*|\s*\}\}$/g, ''));
      return [
        ...(isNamed ? [] : [file.say(pointer, `${text}: expected one secret by its name`)]),
        ...(name === environment
          ? []
          : [file.say(pointer, `secrets: expected environment: ${environment}`)]),
      ];
    });
    const isKnown = name === '' || known.includes(name);
    const place = `${placed.pointer}/environment`;
    return isKnown ? found : [...found, file.say(place, `environment: ${name} is not known`)];
  });
  return [...outside, ...inside];
};
