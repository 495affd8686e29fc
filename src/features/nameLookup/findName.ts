import * as vscode from "vscode";
import type { Account, Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import type { NameQuery } from "./conflictParser";
import { itemKey, type InventoryItem } from "../../inventory/inventorySnapshot";
import { isMeant, nearestFirst, type NameFinder } from "./nameFinder";
import { outcomeOf, type Operation } from "../../operations/operation";
import type { ProviderCheck } from "./nameAvailability";
import { queryFrom, parseQuery } from "./parseQuery";
import { deletionKey } from "../../services/deletedResource";
import { actionPicks, whereText, itemActionTitle } from "./actionPicks";
import { answerSentence, checkText, saidText, unreadNames, unreadText } from "./answerTexts";
import { abortedBy } from "../../ui/cancelling";
import { waitForName } from "./waitForName";
import { openInAzurePortal } from "../../ui/portal";
import { inNotification, inPick } from "../../ui/text";
import { purgeItems, type PurgeParts } from "../../commands/purge";
import { recoverItems, type RecoverParts } from "../../commands/recover";
import { showDetailsOf, type ShowDetailsParts } from "../../commands/showDetails";
import { offerSignIn, picksOf, readWithProgress } from "../../commands/targets";
import type { LiveHolder, NameAnswer } from "./nameAnswer";

export interface FindNameParts extends RecoverParts, PurgeParts, ShowDetailsParts {
  readonly account: Account;
  readonly nameFinder: () => Promise<NameFinder>;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly showLog: () => void;
}

/**
 * Find What Holds a Name...: what the person types or pastes, or what a link in a terminal stands
 * over.
 */
export async function findName(parts: FindNameParts, given: unknown): Promise<void> {
  if ((await parts.account.signInState()).state === "signedOut") {
    await offerSignIn();
    return;
  }
  const linked = queryFrom(given);
  if (linked !== undefined) {
    const known = await knownItems(parts, linked);
    if (known.length > 0) {
      await choose(parts, { ...nothingElse, query: linked, deleted: known });
      return;
    }
  }
  const query = linked ?? (await askName());
  const answer = await find(parts, query);
  void showFound(parts, answer.deleted);
  await choose(parts, answer);
}

const nothingElse = {
  live: [],
  checks: [],
  subscriptions: 0,
  unread: { subscriptions: [], accounts: [] },
} as const satisfies Partial<NameAnswer>;

async function askName(): Promise<NameQuery> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Find What Holds a Name"),
    prompt: vscode.l10n.t(
      "Type or paste a name, a resource ID, an address, or a complete error message",
    ),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() === "" || parseQuery(typed) !== undefined
        ? undefined
        : vscode.l10n.t("No name was found in this text. Type the name or the resource ID."),
  });
  const query = parseQuery(text ?? "");
  if (query === undefined) {
    throw new vscode.CancellationError();
  }
  return query;
}

/** Of the deleted resources that the view shows. */
async function knownItems(
  { inventory, serviceOf, ensureRead }: FindNameParts,
  query: NameQuery,
): Promise<readonly InventoryItem[]> {
  await readWithProgress(ensureRead);
  const found = inventory.items.filter((item) =>
    isMeant(item.resource, serviceOf(item).resourceType, query),
  );
  return nearestFirst(found, query);
}

async function find({ nameFinder }: FindNameParts, query: NameQuery): Promise<NameAnswer> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title:
      query.name === undefined
        ? vscode.l10n.t("Searching all subscriptions for deleted resources")
        : vscode.l10n.t(
            'Searching all subscriptions for what holds "{0}"',
            inNotification(query.name),
          ),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    const signal = abortedBy(token);
    try {
      return await (await nameFinder()).findQuery(query, signal);
    } catch (error) {
      throw signal.aborted ? new vscode.CancellationError() : error;
    }
  });
}

/** The view may have been read before they were deleted. */
async function showFound(
  { inventory }: FindNameParts,
  items: readonly InventoryItem[],
): Promise<void> {
  const missing = items.filter((item) => inventory.find(itemKey(item)) === undefined);
  await inventory.settleAll(
    missing.map(({ resource }) => ({ ...resource, deletion: deletionKey(resource) })),
  );
}

interface AnswerPick extends vscode.QuickPickItem {
  readonly item?: InventoryItem;
  readonly live?: LiveHolder;
  readonly check?: ProviderCheck;
  readonly unread?: true;
}

async function choose(parts: FindNameParts, answer: NameAnswer): Promise<void> {
  const [only, ...more] = answer.deleted;
  if (only !== undefined && more.length + answer.live.length === 0) {
    await act(parts, only, unreadPicks(answer));
    return;
  }
  const { services } = await parts.nameFinder();
  const kind = services.find(({ resourceType }) => resourceType === answer.query?.resourceType);
  const chosen = await vscode.window.showQuickPick<AnswerPick>(
    [
      ...picksOf(answer.deleted, parts.serviceOf),
      ...answer.live.map(livePick),
      ...answer.checks.map((check) => ({
        label: `$(${check.answer === "free" ? "check" : "circle-slash"}) ${
          services.find(({ id }) => id === check.serviceId)?.name ?? check.resourceType
        }`,
        description: checkText(check),
        ...detail(saidText(check)),
        check,
      })),
      ...unreadPicks(answer),
    ],
    {
      title: inPick(answerSentence(answer, kind?.name)),
      placeHolder: placeholderOf(answer),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  await follow(parts, answer, chosen);
}

function placeholderOf({ deleted, live, checks }: NameAnswer): string {
  if (deleted.length > 0) {
    return vscode.l10n.t("Select a resource to recover, purge, or view it");
  }
  if (live.length > 0) {
    return vscode.l10n.t("Select the live resource to open it in the portal");
  }
  return checks.some(({ answer }) => answer === "taken")
    ? vscode.l10n.t("Select a name that's taken to be notified when it becomes available")
    : vscode.l10n.t("Azure's name check");
}

function livePick(live: LiveHolder): AnswerPick {
  const group = /\/resourceGroups\/([^/]+)/i.exec(live.id)?.[1];
  return {
    label: `$(pass-filled) ${inPick(live.name)}`,
    description: vscode.l10n.t("live · {0}", inPick(live.type)),
    detail: inPick(
      [live.subscription.name, group ?? "", live.location].filter(Boolean).join(" · "),
    ),
    live,
  };
}

function unreadPicks({
  deleted,
  live,
  unread,
}: NameAnswer): readonly (AnswerPick & { readonly unread: true })[] {
  const sentence = unreadText(unread);
  const isFound = deleted.length + live.length > 0;
  return sentence === undefined
    ? []
    : [
        {
          label: `$(warning) ${sentence}`,
          ...(isFound ? {} : { description: vscode.l10n.t("the name may be held there") }),
          detail: inPick(unreadNames(unread)),
          alwaysShow: true,
          unread: true,
        },
      ];
}

async function follow(
  parts: FindNameParts,
  { query }: NameAnswer,
  chosen: AnswerPick | undefined,
): Promise<void> {
  if (chosen?.item !== undefined) {
    await act(parts, chosen.item, []);
  } else if (chosen?.live !== undefined) {
    const { id, subscription } = chosen.live;
    await openInAzurePortal(parts.account, subscription.tenantId, `resource${id}`);
  } else if (chosen?.check?.answer === "taken" && chosen.check.through !== undefined) {
    const { serviceId, through } = chosen.check;
    const service = (await parts.nameFinder()).services.find(({ id }) => id === serviceId);
    if (service !== undefined && query?.name !== undefined) {
      await waitForName(parts, service, query.name, through);
    }
  } else if (chosen?.unread === true) {
    parts.showLog();
  }
}

/** Recover, Purge... or Show Details, of one. */
async function act(
  parts: FindNameParts,
  item: InventoryItem,
  unread: readonly (AnswerPick & { readonly unread: true })[],
): Promise<void> {
  const service = parts.serviceOf(item);
  const chosen = await vscode.window.showQuickPick(
    [
      ...actionPicks(item, service, parts.isBusy(item)),
      ...unread.map((pick) => ({ ...pick, action: undefined })),
    ],
    { title: itemActionTitle(item), placeHolder: whereText(item, service, parts.clock.now()) },
  );
  switch (chosen?.action) {
    case "recover":
      // What it needs is looked for among what the view has.
      await parts.ensureRead();
      await recoverItems(parts, [item]);
      break;
    case "purge":
      await purgeAndWait(parts, item);
      break;
    case "show":
      await showDetailsOf(parts, item);
      break;
    case undefined:
      if (chosen !== undefined && "unread" in chosen) {
        parts.showLog();
      }
  }
}

/** The name was what it was about: says when it is free, too. */
async function purgeAndWait(parts: FindNameParts, item: InventoryItem): Promise<void> {
  const service = parts.serviceOf(item);
  const isDone = (operations: readonly Operation[]): boolean =>
    operations.some((operation) => outcomeOf(operation) === "succeeded");
  await purgeItems(
    {
      ...parts,
      announce: async (operations) => {
        await Promise.all([
          parts.announce(operations),
          ...(isDone(operations)
            ? [waitForName(parts, service, item.resource.name, item.subscription)]
            : []),
        ]);
      },
    },
    [item],
  );
}

function detail(text: string | undefined): Pick<vscode.QuickPickItem, "detail"> {
  return text === undefined ? {} : { detail: inPick(text) };
}
