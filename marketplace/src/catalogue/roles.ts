/** A kind of person, what they want, and what they do here first. */
export interface RoleText {
  readonly name: string;
  readonly title: string;
  readonly wants: string;
  readonly never: string;
  readonly first: readonly { readonly step: string; readonly command?: string }[];
}

/** From the least to the most that somebody may do; each role includes those before it. */
export const roles: readonly RoleText[] = [
  {
    name: 'user',
    title: 'User',
    wants: 'Find a module, look at how good it is, and get answers from it.',
    never: 'Never needs an account, nor to know machine learning or Git.',
    first: [
      { step: 'Choose a trained module in the catalogue and read its figures and limits.' },
      { step: 'Run it on your own machine:', command: 'npx orangery serve leaf-classifier' },
      { step: 'Call it with the curl or Python lines of its page.' },
    ],
  },
  {
    name: 'app-developer',
    title: 'App developer',
    wants: 'Retrain a module on own data, compare the result, run it and share it.',
    never: 'Never needs to write model code.',
    first: [
      {
        step: 'Look at the data first:',
        command: 'npx orangery dataset inspect https://example.org/my-images.zip',
      },
      {
        step: 'Retrain a module that fits it:',
        command: 'npx orangery train image-classifier --dataset https://example.org/my-images.zip',
      },
      { step: 'Read the receipt: figures with intervals, beside a trivial model and the parent.' },
    ],
  },
  {
    name: 'model-developer',
    title: 'Model developer',
    wants: 'Make, test, publish, update and retire modules, and merge into the own folder.',
    never: 'Never has to ask an admin for each merge.',
    first: [
      {
        step: 'Scaffold a module:',
        command: 'npx orangery new leaf-classifier --recipe image-classification',
      },
      {
        step: 'Check and test it:',
        command: 'npx orangery validate && npx orangery test leaf-classifier',
      },
      { step: 'Open a pull request that touches its folder only.' },
    ],
  },
  {
    name: 'admin',
    title: 'Admin',
    wants: 'Say who is in which role with which budget; see and stop everything.',
    never: 'Never has to keep accounts elsewhere: roles are GitHub teams.',
    first: [
      { step: 'Write roles, budgets and dataset hosts into .github/access.yml.' },
      { step: 'See what would change:', command: 'npx orangery access plan' },
      { step: 'Apply it:', command: 'npx orangery access apply' },
    ],
  },
];
