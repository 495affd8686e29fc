import type { Session, SessionRequest, Sessions } from "./sessions";

type Ask = (request: SessionRequest) => Promise<Session | undefined>;

/** Claims challenges: Azure's demands for more than the present sign-in, for each account and tenant. */
export class Challenges {
  /** Claims challenges from background reads, which must not prompt, kept for the next sign-in. */
  readonly #open = new Map<string, string>();
  /** Claims challenges that the person declined, until they sign in to that tenant. */
  readonly #declined = new Map<string, string>();
  readonly #inFlight = new Map<string, Promise<Session | undefined>>();

  constructor(
    private readonly silently: Ask,
    private readonly interactively: Sessions["interactively"],
  ) {}

  /** The claims that the next sign-in there is to answer. */
  openFor(accountId: string | undefined, tenantId: string | undefined): string | undefined {
    return this.#open.get(keyOf(accountId, tenantId));
  }

  /** The person has signed in there. */
  answered(accountId: string | undefined, tenantId: string | undefined): void {
    const key = keyOf(accountId, tenantId);
    this.#open.delete(key);
    this.#declined.delete(key);
  }

  forgetDeclined(): void {
    this.#declined.clear();
  }

  clear(): void {
    this.#open.clear();
    this.#declined.clear();
  }

  /** Background reads never prompt, least of all once per tenant. */
  async note(request: SessionRequest): Promise<Session | undefined> {
    const session = await this.silently(request);
    if (session === undefined && request.claims !== undefined) {
      this.#open.set(keyOf(request.account?.id, request.tenantId), request.claims);
    }
    return session;
  }

  /**
   * Prompts once for all requests that meet the same challenge, and not again after the person
   * declines: a polled operation asks every few seconds.
   */
  async answer(request: SessionRequest): Promise<Session | undefined> {
    const key = keyOf(request.account?.id, request.tenantId);
    if (this.#declined.get(key) === request.claims) {
      return this.note(request);
    }
    const session = await this.#prompt(request);
    if (session === undefined && request.claims !== undefined) {
      this.#declined.set(key, request.claims);
      this.#open.set(key, request.claims);
    }
    return session;
  }

  async #prompt(request: SessionRequest): Promise<Session | undefined> {
    const key = JSON.stringify([request.account?.id, request.tenantId, request.claims]);
    const inFlight = this.#inFlight.get(key);
    if (inFlight !== undefined) {
      return inFlight;
    }
    const answer = this.interactively(request).finally(() => {
      this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, answer);
    return answer;
  }
}

function keyOf(accountId: string | undefined, tenantId: string | undefined): string {
  return JSON.stringify([accountId, tenantId?.toLowerCase() ?? ""]);
}
