const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
const token = 'actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1';
const setupNode = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0';

/** Workflows that break no rule, to be broken by tests. */
export const examples = {
  '.github/workflows/control.yml': `name: control
on:
  issue_comment: { types: [created] }
  workflow_run: { workflows: [check], types: [completed] }
permissions: {}
concurrency:
  group: control-\${{ github.event.issue.number }}
jobs:
  control:
    if: github.ref == 'refs/heads/main' && (github.run_id || github.actor)
    permissions:
      contents: read # main
    environment: control
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: ${checkout}
        with: { ref: main, persist-credentials: false }
      - id: app
        uses: ${token}
        with:
          app-id: \${{ vars.APP }}
          private-key: \${{ secrets.APP_KEY }}
          owner: \${{ github.repository_owner }}
          repositories: \${{ vars.REPOSITORIES }}
          permission-issues: write # answers
      - uses: ./actions/control
  site:
    if: github.ref == 'refs/heads/main'
    permissions:
      id-token: write # says which workflow it is
    environment: github-pages
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
  image:
    permissions:
      packages: write # pushes it
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: test "$GITHUB_REF" = refs/heads/main
      - run: printenv TOKEN | docker login --username x --password-stdin ghcr.io
        env: { TOKEN: '\${{ github.token }}' }
`,
  '.github/workflows/check.yml': `name: check
on:
  pull_request: {}
  merge_group: {}
permissions: {}
concurrency:
  group: check-\${{ github.event.pull_request.number || github.sha }}
  cancel-in-progress: true
jobs:
  check:
    permissions:
      contents: read # base and contribution
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${checkout}
        with:
          ref: \${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}
          path: tool
          persist-credentials: false
      - uses: ${checkout}
        with: { path: pr, persist-credentials: false }
      - uses: ${setupNode}
        with: { node-version: 24, package-manager-cache: false }
      - run: npm ci --ignore-scripts
        working-directory: tool
      - uses: ./tool/actions/validate
`,
  'runner/github/workflows/work.yml': `name: work
on:
  workflow_dispatch: { inputs: { commit: { type: string, required: true } } }
permissions: {}
concurrency:
  group: work
jobs:
  work:
    environment: gpu
    runs-on: [self-hosted, gpu]
    timeout-minutes: 1440
    steps:
      - run: test "$GITHUB_REF" = refs/heads/main
      - uses: ${checkout}
        with:
          repository: \${{ vars.ORANGERY_CATALOGUE }}
          ref: \${{ inputs.commit }}
          fetch-depth: 0
          path: tool
          persist-credentials: false
      - run: git -C tool merge-base --is-ancestor HEAD origin/main
      - uses: ./tool/actions/retrain
        id: train
        env:
          LINK: \${{ secrets[format('ORANGERY_SECRET_{0}', inputs.secret)] }}
      - if: cancelled() && steps.train.outcome == 'cancelled'
        uses: ./tool/actions/retrain
`,
} as const;
