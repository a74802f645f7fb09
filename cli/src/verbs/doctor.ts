import { startBackend } from '@orangery/runner';
import { toFailure, type BackendName } from '@orangery/schemas';
import { runnerFolders } from '../folders.ts';
import { addCommand, type Verb } from '../verb.ts';

const backends: readonly BackendName[] = ['wasm', 'cpu'];

export const doctorVerb: Verb = (program, context) => {
  addCommand(program, context, 'doctor', 'say what works on this machine', [
    'orangery doctor',
  ]).action(async () => {
    const { terminal } = context;
    const folders = await runnerFolders(context);
    const checks = [
      { name: 'Node', state: process.versions.node },
      { name: 'marketplace', state: folders.root },
      { name: 'cache', state: folders.cache },
      { name: 'signing key', state: folders.state },
    ];
    for (const name of backends) {
      const state = await startBackend(name).then(
        ({ library }) => `works (${library})`,
        (error: unknown) => toFailure(error).message,
      );
      checks.push({ name: `backend ${name}`, state });
    }
    terminal.print(
      terminal.table(
        ['what', 'state'],
        checks.map(({ name, state }) => [name, state]),
      ),
    );
    terminal.record({ checks });
  });
};
