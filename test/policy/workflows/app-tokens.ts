import type { Rule } from './workflow-file.ts';

/** A token of the App is for named repositories, with named permissions that each say why. */
export const appTokens: Rule = (file) =>
  file.jobs.flatMap(({ steps }) =>
    steps
      .filter(({ action }) => action === 'actions/create-github-app-token')
      .flatMap(({ pointer, inputs }) => {
        const say = (key: string, message: string): string =>
          file.say(`${pointer}/with${key}`, message);
        const granted = Object.keys(inputs).filter((name) => name.startsWith('permission-'));
        const silent = granted.filter(
          (name) => !/ # \S/.test(file.lineAt(`${pointer}/with/${name}`)),
        );
        const isWide = inputs['owner'] !== undefined && inputs['repositories'] === undefined;
        return [
          ...(granted.length === 0 ? [say('', 'expected the permissions of the token')] : []),
          ...silent.map((name) => say(`/${name}`, `${name}: say on its line why`)),
          ...(isWide ? [say('/owner', 'expected the repositories of the token')] : []),
          ...('skip-token-revoke' in inputs ? [say('', 'a token ends with its job')] : []),
        ];
      }),
  );
