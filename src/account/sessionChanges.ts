import type { SessionAccount } from "./sessions";

export interface SessionChangesParts {
  accounts(): Promise<readonly SessionAccount[]>;
  /** Whether a session can be had without prompting. */
  hasSession(account: SessionAccount): Promise<boolean>;
  /** Whether an event may come from one of this extension's own requests. */
  isOwnDoing(): boolean;
  changed(): void;
}

const settleMs = 250;

/**
 * Tells real changes of who is signed in from VS Code's event, which also fires when a token is
 * merely renewed (by anyone, by this extension's silent requests too): reacting to each would read
 * everything again, ask for tokens and so cause the next event.
 *
 * Compares what is there instead: the accounts, and whether this extension may use each. The
 * second needs a session request, so it waits for an event that is not of our own doing.
 */
export class SessionChanges {
  readonly #parts: SessionChangesParts;
  #known: ReadonlyMap<string, boolean | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #othersDoing = false;
  #busy = 0;
  #disposed = false;

  constructor(parts: SessionChangesParts) {
    this.#parts = parts;
  }

  /** Records the accounts on first sight; later changes are detected by the event. */
  saw(accounts: readonly SessionAccount[]): void {
    this.#known ??= new Map(accounts.map(({ id }) => [id, undefined]));
  }

  /** Runs what changes sessions without firing the event: its caller knows of the change. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      const result = await work();
      this.#known = await this.#readAccess().catch(() => this.#known);
      return result;
    } finally {
      this.#busy--;
    }
  }

  /** VS Code's event; a burst counts once. */
  eventFired(): void {
    if (this.#disposed || this.#busy > 0) {
      return;
    }
    this.#othersDoing ||= !this.#parts.isOwnDoing();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const othersDoing = this.#othersDoing;
      this.#othersDoing = false;
      void this.#compare(othersDoing);
    }, settleMs);
  }

  /** Nothing is compared or announced after it. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  async #compare(othersDoing: boolean): Promise<void> {
    if (await this.#hasChanged(othersDoing).catch(() => false)) {
      if (!this.#disposed && this.#busy === 0) {
        this.#parts.changed();
      }
    }
  }

  async #hasChanged(othersDoing: boolean): Promise<boolean> {
    const before = this.#known;
    const accounts = await this.#parts.accounts();
    if (!sameAccounts(before, accounts)) {
      this.#known = new Map(accounts.map(({ id }) => [id, undefined]));
      return true;
    }
    if (!othersDoing) {
      return false;
    }
    const access = await this.#access(accounts);
    this.#known = access;
    return accounts.some(({ id }) => differs(before?.get(id), access.get(id)));
  }

  async #readAccess(): Promise<ReadonlyMap<string, boolean>> {
    return this.#access(await this.#parts.accounts());
  }

  async #access(accounts: readonly SessionAccount[]): Promise<Map<string, boolean>> {
    return new Map(
      await Promise.all(
        accounts.map(
          async (account) => [account.id, await this.#parts.hasSession(account)] as const,
        ),
      ),
    );
  }
}

function sameAccounts(
  known: ReadonlyMap<string, unknown> | undefined,
  accounts: readonly SessionAccount[],
): boolean {
  const ids = new Set(accounts.map(({ id }) => id));
  return known?.size === ids.size && [...ids].every((id) => known.has(id));
}

function differs(before: boolean | undefined, after: boolean | undefined): boolean {
  return before !== undefined && before !== after;
}
