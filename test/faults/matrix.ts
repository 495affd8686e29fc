import { kindIds, type KindId } from "./kinds";
import { moments, type MomentId } from "./moments";
import type { Outcome } from "./outcome";

/** How the faults of a moment end: one of these ways, where no other is named. */
type Expected = { readonly otherwise: Outcome } & Partial<
  Readonly<Record<Outcome, readonly KindId[]>>
>;

const lists: readonly MomentId[] = [
  "tenants",
  "subscriptions",
  "providers",
  "list",
  "nextPage",
  "log",
  "permissions",
  "locks",
];
const sends: readonly MomentId[] = ["sendPost", "sendDelete", "sendPut"];
const polls: readonly MomentId[] = ["pollLocation", "pollAsync"];
// A next page comes over the connection that the page before came by: there it is a reset.
const withoutNextPage = moments.map(([id]) => id).filter((id) => id !== "nextPage");

/** What can only go wrong at some moments, or is played at some; everything else is at all. */
const onlyAt: Partial<Record<KindId, readonly MomentId[]>> = {
  "nextLink loop": lists,
  "nextLink elsewhere": lists,
  "polling elsewhere": [...sends, ...polls],
  "no polling address": sends,
  "polling for ever": polls,
  // These take long, and are much the same elsewhere.
  "50 MB": ["tenants", "list", "log", "guardPurge", "sendPost", "pollAsync", "confirmRecover"],
  hang: ["list", "guardPurge", "sendDelete"],
  refused: withoutNextPage,
  tls: withoutNextPage,
  dns: withoutNextPage,
};

/** What a read gets over: it is asked again, or there is nothing wrong with the answer. */
const passing: readonly KindId[] = [
  "408 once",
  "429 after once",
  "500 once",
  "502 once",
  "503 once",
  "504 once",
  "reset before once",
  "reset after once",
  "truncated once",
  "other type",
  "50 MB",
  "clock ahead",
  "clock behind",
  "expires",
];
/** There is no way to Azure any more, whatever is asked. */
const cutOff: readonly KindId[] = ["refused", "tls", "dns"];

const asList: Expected = { otherwise: "saysSo", goesOn: passing };
/** What it tells is worth having, and nothing depends on it: lists are read, or Azure decides. */
const asHint: Expected = {
  otherwise: "goesOn",
  saysSo: [...cutOff, "signs out", "mfa declined"],
};
const asHintUnasked: Expected = {
  ...asHint,
  // Reading never prompts.
  saysSo: [...cutOff, "signs out", "mfa declined", "mfa answered"],
};
const asWrite: Expected = {
  // Also where the answer is lost or says nothing: whether it took effect is read.
  otherwise: "goesOn",
  refused: [
    "401 once",
    "401",
    "403",
    "404",
    "409",
    "412",
    "429 after",
    "429",
    "retry tomorrow",
    "mfa declined",
  ],
  uncertain: [
    "408 once",
    "408",
    "500 once",
    "500",
    "503 once",
    "503",
    "504 once",
    "504",
    "reset before once",
    "reset before",
    ...cutOff,
  ],
  saysSo: ["signs out"],
};
const asPoll: Expected = { otherwise: "goesOn", noted: ["403"], uncertain: cutOff };

/** How every fault ends at every moment. */
const expected: Readonly<Record<MomentId, Expected>> = {
  tenants: asList,
  subscriptions: asList,
  providers: asHintUnasked,
  graph: asHintUnasked,
  list: asList,
  nextPage: asList,
  // It is on the first page already.
  log: { ...asList, goesOn: [...passing, "nextLink loop", "nextLink elsewhere"] },
  permissions: asHint,
  locks: asHint,
  // Who may not see the group may be allowed to recover into it; one that is gone is made again.
  group: {
    otherwise: "saysSo",
    goesOn: [...passing, "403", "404", "empty", "half JSON", "mfa answered"],
  },
  guardPurge: { otherwise: "saysSo", goesOn: [...passing, "mfa answered"] },
  // A recovery takes nothing away: who may not read it may still bring it back.
  guardRecover: { otherwise: "saysSo", goesOn: [...passing, "mfa answered", "403"] },
  sendPost: asWrite,
  sendDelete: asWrite,
  sendPut: asWrite,
  pollLocation: asPoll,
  pollAsync: asPoll,
  confirmPurge: {
    otherwise: "noted",
    goesOn: [
      ...passing,
      "401 once",
      "403",
      "404",
      "429 once",
      "empty",
      "half JSON",
      "mfa answered",
    ],
  },
  confirmRecover: {
    otherwise: "noted",
    goesOn: [...passing, "401 once", "403", "429 once", "empty", "mfa answered"],
  },
};

/** One fault at one moment, and how that must end. */
export interface Cell {
  readonly moment: MomentId;
  readonly kind: KindId;
  readonly outcome: Outcome;
}

export const cells: readonly Cell[] = moments.flatMap(([moment]) =>
  kindIds
    .filter((kind) => onlyAt[kind]?.includes(moment) ?? true)
    .map((kind) => ({ moment, kind, outcome: outcomeOf(moment, kind) })),
);

function outcomeOf(moment: MomentId, kind: KindId): Outcome {
  const { otherwise, ...named } = expected[moment];
  const found = Object.entries(named).find(([, ids]) => ids.includes(kind));
  return found === undefined ? otherwise : (found[0] as Outcome);
}
