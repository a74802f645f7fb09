/** Somebody in the garden of the sequences; `robot` is a program. */
export type Who = 'ulla' | 'ada' | 'ann' | 'mo' | 'dora' | 'root' | 'eve' | 'robot';

/** What somebody means to ask for. */
export type Meant =
  | { readonly verb: 'help' | 'validate' | 'stop-all' }
  | {
      readonly verb: 'retrain';
      readonly module: string;
      readonly child?: string;
      readonly hours: number;
      readonly gpus?: number;
      /** How large the data is, where a request says it. */
      readonly bytes?: number;
      readonly link: LinkKind;
      readonly isPublic: boolean;
    }
  | { readonly verb: 'benchmark'; readonly module: string }
  | { readonly verb: 'merge'; readonly names: 'nothing' | 'its head' | 'another' }
  | { readonly verb: 'cancel'; readonly job: 'here' | number }
  | { readonly verb: 'deploy'; readonly name: string; readonly module: string }
  | {
      readonly verb: 'stop' | 'rollback' | 'promote' | 'lock' | 'unlock' | 'key';
      readonly name: string;
    };

export type LinkKind = 'known' | 'unlisted' | 'local' | 'secret' | 'none';

/** How a text is written; whatever is not `plain` or `wordy` asks for nothing. */
export type Dress = 'plain' | 'wordy' | 'fenced' | 'quoted' | 'hidden' | 'inline' | 'malformed';

/** The n-th issue or pull request that is there, counted from the newest, round and round. */
export interface PlaceChoice {
  readonly kind: 'issue' | 'pull';
  readonly index: number;
}

/** What happens to an order on its way from GitHub to us. */
export interface Delivery {
  /** Between writing and handling. */
  readonly late?: readonly SequenceEvent[];
  /** The text is edited before it is handled. */
  readonly isEdited?: boolean;
  /** It is delivered again at once. */
  readonly isTwice?: boolean;
  readonly trouble?: Trouble;
}

/** The n-th request of ours meets it. */
export interface Trouble {
  readonly at: number;
  readonly kind: 'fails' | 'fails after it was done' | 'push';
}

/** What a contribution changes. */
export type Change =
  | { readonly kind: 'folder'; readonly id: string }
  | { readonly kind: 'two folders'; readonly ids: readonly [string, string] }
  | { readonly kind: 'deployment'; readonly name: string; readonly owner: Who }
  | {
      readonly kind:
        | 'golden'
        | 'receipt'
        | 'report'
        | 'maintainers'
        | 'workflow'
        | 'access'
        | 'link'
        | 'submodule'
        | 'executable'
        | 'case twin'
        | 'removal';
      readonly id: string;
    };

export type SequenceEvent =
  | ({
      readonly kind: 'say';
      readonly who: Who;
      readonly where: PlaceChoice;
      readonly orders: readonly Meant[];
      readonly dress: Dress;
    } & Delivery)
  | ({
      readonly kind: 'form';
      readonly who: Who;
      readonly order: Meant & { readonly verb: 'retrain' | 'benchmark' };
    } & Delivery)
  | ({ readonly kind: 'dispatch'; readonly who: Who; readonly order: Meant } & Delivery)
  /** Two orders handled at once, request by request. */
  | {
      readonly kind: 'together';
      readonly who: Who;
      readonly other: Who;
      readonly orders: readonly [Meant, Meant];
    }
  /** The n-th event that was delivered is delivered again. */
  | { readonly kind: 'redeliver'; readonly index: number }
  | {
      readonly kind: 'contribute';
      readonly who: Who;
      readonly change: Change;
      readonly check: CheckEnd;
      readonly base?: 'records';
    }
  | {
      readonly kind: 'request';
      readonly who: Who;
      readonly order: Meant & { readonly verb: 'retrain' };
      readonly check: CheckEnd;
    }
  | { readonly kind: 'push'; readonly pull: number; readonly change: Change }
  /** Somebody with write pushes to the branch of the n-th open pull request of ours. */
  | { readonly kind: 'push to ours'; readonly pull: number; readonly change: Change }
  /** The branch goes back to a commit that it was at before. */
  | { readonly kind: 'push back'; readonly pull: number }
  | ({ readonly kind: 'check'; readonly pull: number; readonly end: CheckEnd } & Pick<
      Delivery,
      'trouble'
    >)
  | { readonly kind: 'close'; readonly pull: number }
  | { readonly kind: 'plant'; readonly who: Who; readonly where: PlaceChoice }
  | { readonly kind: 'team'; readonly who: Who; readonly team: string; readonly isIn: boolean }
  /** Somebody takes another name, and somebody else the old one. */
  | { readonly kind: 'rename'; readonly who: Who; readonly other: Who }
  | { readonly kind: 'leave'; readonly who: Who }
  | { readonly kind: 'access'; readonly change: AccessChange }
  /** An admin changes `main` by hand. */
  | { readonly kind: 'by hand'; readonly change: HandChange }
  | { readonly kind: 'wait'; readonly minutes: number }
  | {
      readonly kind: 'machine';
      readonly run: number;
      readonly does: 'take' | 'finish' | 'fail' | 'cancel';
    }
  | ({ readonly kind: 'reconcile'; readonly isBroken?: boolean } & Pick<Delivery, 'trouble'>);

/** `forged` is a green run of something else: of a push, or of another repository. */
export type CheckEnd = 'green' | 'red' | 'running' | 'none' | 'forged';

export type AccessChange =
  'usual' | 'small budget' | 'no budget' | 'no training' | 'no merging' | 'a host' | 'broken';

export type HandChange =
  | { readonly kind: 'maintainer'; readonly id: string; readonly who: Who }
  | { readonly kind: 'retire' | 'remove' | 'break'; readonly id: string }
  | { readonly kind: 'owner' | 'locked by'; readonly name: string; readonly who: Who };
