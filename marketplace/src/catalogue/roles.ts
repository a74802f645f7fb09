/** A page below `/how-to/`. */
export interface HowToLink {
  readonly page: string;
  readonly title: string;
}

/** A kind of person, what they want, and where they go first. */
export interface RoleText {
  readonly name: string;
  readonly title: string;
  /** What follows "I want to …". */
  readonly want: string;
  readonly wants: string;
  readonly never: string;
  /** One line that shows it. */
  readonly command: string;
  readonly howTos: readonly HowToLink[];
}

/** From the least to the most that somebody may do; each role includes those before it. */
export const roles: readonly RoleText[] = [
  {
    name: 'user',
    title: 'User',
    want: 'use a module',
    wants: 'Find a module, see how good it is, and get answers from it.',
    never: 'No account, no machine learning, no Git.',
    command: 'npx orangery predict leaf-classifier --input leaf.png',
    howTos: [
      { page: 'try-in-the-page', title: 'Try in the page' },
      { page: 'try-locally', title: 'Try locally' },
      { page: 'call-the-api', title: 'Call the API' },
    ],
  },
  {
    name: 'app-developer',
    title: 'App developer',
    want: 'retrain it on my data',
    wants: 'Retrain a module, compare the result, run it and share it.',
    never: 'No model code.',
    command: 'npx orangery train image-classifier --dataset https://example.org/my-images.zip',
    howTos: [
      { page: 'retrain', title: 'Retrain on own data' },
      { page: 'deploy', title: 'Deploy' },
      { page: 'share-back', title: 'Share back' },
    ],
  },
  {
    name: 'model-developer',
    title: 'Model developer',
    want: 'develop modules',
    wants: 'Make, test, publish, update and retire modules of your own.',
    never: 'No asking for each merge into your own folder.',
    command: 'npx orangery test my-module --dataset data.csv',
    howTos: [
      { page: 'develop-a-module', title: 'Develop a module' },
      { page: 'compose-modules', title: 'Compose modules' },
      { page: 'import-from-ai4os', title: 'Bring a module from AI4OS' },
      { page: 'import-onnx', title: 'Bring a model as ONNX' },
      { page: 'start-a-tool', title: 'Start a tool' },
    ],
  },
  {
    name: 'admin',
    title: 'Admin',
    want: 'administer',
    wants: 'Say who may do what with which budget, and look after the machines.',
    never: 'No accounts to keep: roles are GitHub teams.',
    command: 'npx orangery validate .github/access.yml',
    howTos: [
      { page: 'administer-roles', title: 'Administer roles' },
      { page: 'gpu-runner', title: 'Set up a GPU runner' },
      { page: 'kubernetes', title: 'Go to Kubernetes' },
    ],
  },
];
