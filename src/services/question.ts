/**
 * What a recovery needs to know, because the resource isn't simply restored in place. The person is
 * asked before planning; answers are strings, by question id.
 */
export type Question = NameQuestion | TimeQuestion | LiveQuestion;

/** A name for the new resource. */
export interface NameQuestion {
  readonly kind: "name";
  readonly id: string;
  readonly prompt: string;
  readonly suggested: string;
  /** Why a text is invalid, in one sentence; undefined where it is valid. */
  refuse(text: string): string | undefined;
}

/** A point in time; the answer is an ISO 8601 instant. */
export interface TimeQuestion {
  readonly kind: "time";
  readonly id: string;
  readonly prompt: string;
  /** ISO 8601 instants. */
  readonly suggested: string;
  readonly earliest: string | undefined;
  readonly latest: string;
}

/** A live resource of a type in the item's subscription; the answer is its id. */
export interface LiveQuestion {
  readonly kind: "live";
  readonly id: string;
  readonly prompt: string;
  /**
   * Resource types, lower-case; "microsoft.resources/subscriptions/resourcegroups" for resource
   * groups.
   */
  readonly types: readonly string[];
  /** Only in this region, lower-case without spaces; all when omitted. */
  readonly location?: string;
  /** Message for an empty list, in one sentence. */
  readonly none: string;
}

/** Answers by question id. */
export type Answers = Readonly<Record<string, string>>;
