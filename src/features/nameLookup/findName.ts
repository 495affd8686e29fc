import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import type { ConflictParser, NameQuery } from "./conflictParser";
import type { Inventory } from "../../inventory/inventory";
import { itemKey, type InventoryItem } from "../../inventory/inventorySnapshot";
import type { LiveHolder, NameAnswer } from "./nameAnswer";
import { isMeant, nearestFirst, type NameFinder } from "./nameFinder";
import { outcomeOf } from "../../operations/operation";
import type { ProviderCheck } from "./nameAvailability";
import { queryFrom, parseQuery } from "./parseQuery";
import { deletionKey } from "../../services/deletedResource";
import type { SoftDeleteService } from "../../services/service";
import { actionPicks, whereText, itemActionTitle } from "./actionPicks";
import { answerSentence, checkText, saidText, unreadNames, unreadText } from "./answerTexts";
import { abortedBy } from "../../ui/cancelling";
import { waitForName } from "./waitForName";
import { openInAzurePortal } from "../../ui/portal";
import { inNotification, inPick } from "../../ui/text";
import { purgeItems, type Purging } from "../../commands/purge";
import { recoverItems, type Recovering } from "../../commands/recover";
import { showDetailsOf, type DetailsWriter } from "../../commands/showDetails";
import { offerSignIn, picksOf, readWithProgress, type Targets } from "../../commands/targets";

/** What finds what holds a name, and acts on it. */
export interface NameLookup {
  readonly nameFinder: () => Promise<NameFinder>;
  readonly recovering: Recovering;
  readonly purging: Purging;
  readonly details: DetailsWriter;
  readonly showLog: () => void;
}

/**
 * Find What Holds a Name...: the name that the person types or pastes, or that a link in a terminal
 * covers.
 */
export async function findName(lookup: NameLookup, given: unknown): Promise<void> {
  const { account, targets } = lookup.recovering;
  if ((await account.signInState()).state === "signedOut") {
    await offerSignIn();
    return;
  }
  const { parser } = await lookup.nameFinder();
  const linked = queryFrom(parser, given);
  if (linked !== undefined) {
    const known = await knownItems(targets, linked);
    if (known.length > 0) {
      await choose(lookup, { ...nothingElse, query: linked, deleted: known });
      return;
    }
  }
  const query = linked ?? (await askName(parser));
  const answer = await find(lookup, query);
  void showFound(targets.inventory, answer.deleted);
  await choose(lookup, answer);
}

const nothingElse = {
  live: [],
  checks: [],
  subscriptions: 0,
  unread: { subscriptions: [], accounts: [] },
} as const satisfies Partial<NameAnswer>;

async function askName(parser: ConflictParser): Promise<NameQuery> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Find What Holds a Name"),
    prompt: vscode.l10n.t(
      "Type or paste a name, a resource ID, an address, or a complete error message",
    ),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() === "" || parseQuery(parser, typed) !== undefined
        ? undefined
        : vscode.l10n.t("No name was found in this text. Type the name or the resource ID."),
  });
  const query = parseQuery(parser, text ?? "");
  if (query === undefined) {
    throw new vscode.CancellationError();
  }
  return query;
}

/** Among the deleted resources that the view shows. */
async function knownItems(
  { inventory, serviceOf, ensureRead }: Targets,
  query: NameQuery,
): Promise<readonly InventoryItem[]> {
  await readWithProgress(ensureRead);
  const found = inventory.items.filter((item) =>
    isMeant(item.resource, serviceOf(item).resourceType, query),
  );
  return nearestFirst(found, query);
}

async function find({ nameFinder }: NameLookup, query: NameQuery): Promise<NameAnswer> {
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

/** The view may have been read before the resources were deleted. */
async function showFound(inventory: Inventory, items: readonly InventoryItem[]): Promise<void> {
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

async function choose(lookup: NameLookup, answer: NameAnswer): Promise<void> {
  const [only, ...more] = answer.deleted;
  if (only !== undefined && more.length + answer.live.length === 0) {
    await act(lookup, only, unreadPicks(answer));
    return;
  }
  const { services } = await lookup.nameFinder();
  const kind = services.find(({ resourceType }) => resourceType === answer.query?.resourceType);
  const chosen = await vscode.window.showQuickPick<AnswerPick>(
    [
      ...picksOf(answer.deleted, lookup.recovering.targets.serviceOf),
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
  await follow(lookup, answer, chosen);
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
  lookup: NameLookup,
  { query }: NameAnswer,
  chosen: AnswerPick | undefined,
): Promise<void> {
  if (chosen?.item !== undefined) {
    await act(lookup, chosen.item, []);
  } else if (chosen?.live !== undefined) {
    const { id, subscription } = chosen.live;
    await openInAzurePortal(lookup.recovering.account, subscription.tenantId, `resource${id}`);
  } else if (chosen?.check?.answer === "taken" && chosen.check.through !== undefined) {
    const { serviceId, through } = chosen.check;
    const service = (await lookup.nameFinder()).services.find(({ id }) => id === serviceId);
    if (service !== undefined && query?.name !== undefined) {
      await waitUntilFree(lookup, service, query.name, through);
    }
  } else if (chosen?.unread === true) {
    lookup.showLog();
  }
}

/** Runs Recover, Purge..., or Show Details for one item. */
async function act(
  lookup: NameLookup,
  item: InventoryItem,
  unread: readonly (AnswerPick & { readonly unread: true })[],
): Promise<void> {
  const { targets } = lookup.recovering;
  const service = targets.serviceOf(item);
  const chosen = await vscode.window.showQuickPick(
    [
      ...actionPicks(item, service, targets.isBusy(item)),
      ...unread.map((pick) => ({ ...pick, action: undefined })),
    ],
    {
      title: itemActionTitle(item),
      placeHolder: whereText(item, service, lookup.purging.clock.now()),
    },
  );
  switch (chosen?.action) {
    case "recover":
      // Its dependencies are searched for in the inventory.
      await targets.ensureRead();
      await recoverItems(lookup.recovering, [item]);
      break;
    case "purge":
      await purgeAndWait(lookup, service, item);
      break;
    case "show":
      await showDetailsOf(lookup.details, item);
      break;
    case undefined:
      if (chosen !== undefined && "unread" in chosen) {
        lookup.showLog();
      }
  }
}

/** A purge from here is about the name, so this also says when the name is free. */
async function purgeAndWait(
  lookup: NameLookup,
  service: SoftDeleteService,
  item: InventoryItem,
): Promise<void> {
  await purgeItems(lookup.purging, [item], {
    onEnded: async (operations) => {
      if (operations.some((operation) => outcomeOf(operation) === "succeeded")) {
        await waitUntilFree(lookup, service, item.resource.name, item.subscription);
      }
    },
  });
}

async function waitUntilFree(
  { recovering: { connect, targets }, purging: { clock } }: NameLookup,
  service: SoftDeleteService,
  name: string,
  subscription: Subscription,
): Promise<void> {
  await waitForName(service, name, subscription, connect, targets.explain, clock);
}

function detail(text: string | undefined): Pick<vscode.QuickPickItem, "detail"> {
  return text === undefined ? {} : { detail: inPick(text) };
}
