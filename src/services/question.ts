/**
 * What a recovery has to be told, since the resource does not simply come back where it was. The
 * person is asked before the plan is made; answers are plain texts, by the question's id.
 */
export type Question = NameQuestion | TimeQuestion | LiveQuestion;

/** A name for what is made. */
export interface NameQuestion {
  readonly kind: "name";
  readonly id: string;
  readonly prompt: string;
  readonly suggested: string;
  /** Why a text will not do, in one sentence; undefined where it will. */
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

/** One of the live resources of a type in the item's subscription; the answer is its id. */
export interface LiveQuestion {
  readonly kind: "live";
  readonly id: string;
  readonly prompt: string;
  /**
   * Resource types, lower-case; "microsoft.resources/subscriptions/resourcegroups" for resource
   * groups.
   */
  readonly types: readonly string[];
  /** Only those in this region, lower-case without spaces; in all when left out. */
  readonly location?: string;
  /** What to say and do where there is none, in one sentence. */
  readonly none: string;
}

/** Answers by the id of the question. */
export type Answers = Readonly<Record<string, string>>;
