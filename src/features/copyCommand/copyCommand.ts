import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { Planner, Planning } from "../../planning/planner";
import { commandStyles, renderPlan, type CommandStyle, type RenderedPlan } from "./renderPlan";
import { UnquotableTextError } from "../../base/shellQuoting";
import { defaultSteps } from "../../planning/defaultSteps";
import type { Answers } from "../../services/question";
import type { SoftDeleteService } from "../../services/service";
import { problemsOf } from "../../ui/recoveryText";
import { inNotification, inPick, label, visible } from "../../ui/text";
import { askAnswers } from "../../commands/askAnswers";
import { propose, refuse } from "../../commands/propose";
import { chooseItem, type Targets } from "../../commands/targets";
import type { Plan } from "../../services/plan";

/** What plans are made and rendered with. */
export interface CommandRendering {
  readonly targets: Targets;
  readonly planner: Planner;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly services: () => readonly SoftDeleteService[];
}

/** The plan to copy with notes, or why there is none. */
type Copyable =
  | { readonly plan: Plan; readonly remarks: readonly string[] }
  | { readonly refused: string }
  /** The plan depends on answers the person hasn't given yet. */
  | "asks";

interface StylePick extends vscode.QuickPickItem {
  /** Undefined for a row that only explains why there is nothing to copy. */
  readonly chosen?: { readonly action: "recover" | "purge"; readonly style: CommandStyle };
}

/**
 * Copy as Command...: what the person would have to run to recover or purge the resource without
 * this extension. Permissions are not checked: the person who runs it may be another one.
 */
export async function copyCommand(parts: CommandRendering, node: unknown): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select the deleted resource to copy the command for"),
    parts.targets,
  );
  if (item === undefined) {
    return;
  }
  const planning = parts.planner.begin({ isForAnybody: true });
  const service = parts.targets.serviceOf(item);
  const asks = (service.questions?.(item.resource) ?? []).length > 0;
  const recovery = asks ? "asks" : await recoveryOf(parts, item, {}, planning);
  const purge = await purgeOf(parts, item, planning);
  const picked = await vscode.window.showQuickPick(
    [
      separator(vscode.l10n.t("Recover")),
      ...picksFor(parts, "recover", recovery),
      separator(vscode.l10n.t("Purge")),
      ...picksFor(parts, "purge", purge),
    ],
    {
      title: vscode.l10n.t('Copy a Command for "{0}"', label(item.resource.name)),
      placeHolder: vscode.l10n.t("Select what to copy"),
      matchOnDetail: true,
    },
  );
  const chosen = picked?.chosen;
  if (chosen === undefined) {
    return;
  }
  const copied =
    chosen.action === "purge"
      ? purge
      : recovery === "asks"
        ? await recoveryOf(parts, item, await askAnswers(item, service, parts.connect), planning)
        : recovery;
  if (copied === "asks") {
    return;
  }
  if ("refused" in copied) {
    await refuse([{ possible: false, item, reason: copied.refused }]);
    return;
  }
  const rendered = rendering(parts, copied, chosen.style);
  if (rendered instanceof UnquotableTextError) {
    void vscode.window.showWarningMessage(inNotification(rendered.message));
    return;
  }
  await vscode.env.clipboard.writeText(rendered.text);
  vscode.window.setStatusBarMessage(
    vscode.l10n.t("$(check) Copied for {0}", styleName(chosen.style)),
    5000,
  );
}

async function recoveryOf(
  { targets: { explain }, planner }: CommandRendering,
  item: InventoryItem,
  answers: Answers,
  planning: Planning,
): Promise<Copyable> {
  const { possible, impossible } = await propose(explain, [item], () =>
    planner.recover(item, answers, planning),
  );
  const [proposal] = possible.map(defaultSteps);
  return proposal === undefined
    ? { refused: impossible[0]?.reason ?? "" }
    : { plan: proposal.plan, remarks: problemsOf(proposal) };
}

async function purgeOf(
  { targets: { explain }, planner }: CommandRendering,
  item: InventoryItem,
  planning: Planning,
): Promise<Copyable> {
  const { possible, impossible } = await propose(explain, [item], () =>
    planner.purge(item, planning),
  );
  const [proposal] = possible;
  return proposal === undefined
    ? { refused: impossible[0]?.reason ?? "" }
    : { plan: proposal.plan, remarks: [] };
}

function rendering(
  { services }: CommandRendering,
  { plan, remarks }: { readonly plan: Plan; readonly remarks: readonly string[] },
  style: CommandStyle,
): RenderedPlan | UnquotableTextError {
  const commands = services().flatMap((service) => service.commands ?? []);
  try {
    return renderPlan(plan, style, { commands, visible, remarks });
  } catch (error) {
    if (error instanceof UnquotableTextError) {
      return error;
    }
    throw error;
  }
}

function picksFor(
  parts: CommandRendering,
  action: "recover" | "purge",
  copyable: Copyable,
): readonly StylePick[] {
  if (copyable !== "asks" && "refused" in copyable) {
    return [
      {
        label: `$(circle-slash) ${vscode.l10n.t("No command available")}`,
        detail: inPick(copyable.refused),
      },
    ];
  }
  return commandStyles.map((style) => {
    const chosen = { action, style };
    const name =
      action === "recover"
        ? vscode.l10n.t("Recover with {0}", styleName(style))
        : vscode.l10n.t("Purge with {0}", styleName(style));
    if (copyable === "asks") {
      return {
        label: name,
        detail: vscode.l10n.t("First asks where to recover to"),
        chosen,
      };
    }
    const rendered = rendering(parts, copyable, style);
    return rendered instanceof UnquotableTextError
      ? { label: name, detail: inPick(rendered.message), chosen }
      : {
          label: name,
          description: shellNames(rendered.shells),
          detail: inPick(rendered.preview),
          chosen,
        };
  });
}

function separator(text: string): StylePick {
  return { label: text, kind: vscode.QuickPickItemKind.Separator };
}

function shellNames(shells: RenderedPlan["shells"]): string {
  switch (shells) {
    case "bash":
      return "Bash";
    case "powershell":
      return "PowerShell";
    case "both":
      return vscode.l10n.t("Bash and PowerShell");
  }
}

/** Product names, the same in every language. */
function styleName(style: CommandStyle): string {
  switch (style) {
    case "azureCli":
      return "Azure CLI";
    case "powershell":
      return "Azure PowerShell";
    case "azRest":
      return "az rest";
    case "invokeAzRestMethod":
      return "Invoke-AzRestMethod";
    case "curl":
      return "curl";
  }
}
