import { join } from 'node:path';
import { readValidModule, verifyModule, type Step } from '@orangery/runner';
import { Failure, formatProblem } from '@orangery/schemas';
import { findRoot, readModules, readRecord } from '@orangery/schemas/files';
import { resolveModuleFolder } from '../module-folder.ts';
import { completeCommand, type Verb } from '../verb.ts';

export const verifyVerb: Verb = (command, context) => {
  completeCommand(command, context, ['orangery verify leaf-classifier']).action(
    async (name: string) => {
      const { terminal, cwd } = context;
      const { colors } = terminal;
      const root = await findRoot(cwd);
      const module = await readValidModule(await resolveModuleFolder(name, cwd));
      const { modules } = await readModules(root);
      const access = await readRecord(
        'access',
        join(root, '.github/access.yml'),
        '.github/access.yml',
      );
      const verification = await verifyModule(module, modules, access);
      const marks: Record<Step['kind'], string> = {
        passed: colors.green('✓'),
        skipped: colors.dim('–'),
        failed: colors.red('✗'),
      };
      for (const step of verification.steps) terminal.print(`${marks[step.kind]} ${step.text}`);
      const { steps: _, ...record } = verification;
      terminal.record({ module: module.id, ...record });
      if (verification.kind === 'failed') {
        const { problems } = verification;
        throw new Failure('VERIFY_FAILED', problems.map(formatProblem).join('\n'), { problems });
      }
      const level =
        verification.level === 'signed' ? `signed by ${verification.runner}` : 'consistent';
      terminal.print(`\n${module.id} ${module.frontMatter.version}: ${colors.bold(level)}`);
    },
  );
};
