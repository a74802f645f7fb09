import { formatBytes } from '@orangery/schemas';
import { met, missed } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { Question, TrainingSubject } from '../question.ts';
import { budgetOf, rolesOf } from '../roles.ts';

/** Whether this training may be. */
export const trainingClauses = {
  module: ({ subject }) => {
    if (subject.kind === 'unknown') return null;
    if (subject.value.kind !== 'training' && subject.value.kind !== 'benchmark') return null;
    const { module, moduleProblem } = subject.value;
    if (moduleProblem === null) return met('module', `There is a module ${module} for it`);
    return missed('module', moduleProblem, 'Mend what is named, or take another module.');
  },

  child: (question) => {
    const training = trainingOf(question);
    if (training === null) return null;
    const { child, childTakenBy } = training;
    if (childTakenBy === null) return met('child', `The name ${child} is free`);
    return missed(
      'child',
      `The name ${child} is taken by ${childTakenBy}`,
      'Say --child <another>.',
    );
  },

  visibility: (question) => {
    const training = trainingOf(question);
    if (training === null) return null;
    if (!training.showsPrivateLink) return null;
    return missed(
      'visibility',
      'A link to private data stands where everybody reads it',
      'Say that the data is public, or give an admin the link: they make it a secret, and you write secret:NAME.',
    );
  },

  links: (question) => {
    const training = trainingOf(question);
    if (training === null) return null;
    const { linkProblems } = training;
    if (linkProblems.length === 0) return met('links', 'The data may come from there');
    const remedy = 'Take another place, or ask an admin to add the host to .github/access.yml.';
    return missed('links', linkProblems.join('; '), remedy);
  },

  size: (question) => {
    const training = trainingOf(question);
    const { access, teams } = question;
    if (training === null || access.kind === 'unknown' || teams.kind === 'unknown') return null;
    const roles = rolesOf(access.value, teams.value);
    const { largestDatasetBytes: most } = budgetOf(access.value, roles);
    const found = training.datasetBytes;
    if (found <= most) return null;
    const says = `The data has ${formatBytes(found)}; your role may use ${formatBytes(most)}`;
    return missed('size', says, 'Take less data, or ask an admin.');
  },
} satisfies Record<string, Clause>;

function trainingOf({ subject }: Question): TrainingSubject | null {
  return subject.kind === 'known' && subject.value.kind === 'training' ? subject.value : null;
}
