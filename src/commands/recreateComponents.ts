import * as vscode from "vscode";
import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { ArmError } from "../azure/errors";
import type { JsonValue } from "../azure/json";
import { viewIds } from "../ids";
import type { InventoryItem } from "../recovery/inventorySnapshot";
import type { Plan } from "../recovery/operation";
import type { Planner } from "../recovery/planner";
import {
  activityRequest,
  componentsThatUsed,
  recreateStep,
  type DeletedComponent,
} from "../services/live/applicationInsights";
import { logAnalytics } from "../services/logAnalytics";
import { inPick, label } from "../ui/text";
import { refusalOf } from "./propose";

export interface RecreateParts {
  readonly planner: Planner;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
}

/** As long as the Activity Log goes back. */
const longestMemory = 90 * 24 * 3_600_000;

/**
 * Which of the Application Insights components that used a Log Analytics workspace to create again
 * once that is back; none for anything else.
 */
export async function chooseComponents(
  { connect }: RecreateParts,
  { resource, subscription }: InventoryItem,
): Promise<readonly DeletedComponent[]> {
  if (resource.serviceId !== logAnalytics.id) {
    return [];
  }
  const found = await vscode.window.withProgress(
    { location: { viewId: viewIds.resources } },
    async () =>
      readComponents(await connect(subscription), subscription.subscriptionId, resource.originalId),
  );
  if (found.length === 0) {
    return [];
  }
  const picked = await vscode.window.showQuickPick(
    found.map((component) => ({
      label: inPick(component.name),
      description: inPick(component.resourceGroup),
      detail: component.named
        ? vscode.l10n.t("Used this workspace.")
        : vscode.l10n.t(
            "Deleted from the same resource group; which workspace it used is not known.",
          ),
      picked: component.named,
      component,
    })),
    {
      canPickMany: true,
      ignoreFocusOut: true,
      title: vscode.l10n.t('Recover "{0}"', label(resource.name)),
      placeHolder: vscode.l10n.t(
        "Application Insights components to create again afterwards: each gets a new connection string",
      ),
    },
  );
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.map(({ component }) => component);
}

/** One plan for each component; who may not create one is told why. */
export async function recreatePlans(
  { planner }: RecreateParts,
  { resource, subscription }: InventoryItem,
  components: readonly DeletedComponent[],
): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  for (const component of components) {
    const location = component.location ?? resource.location;
    const plan = await planner.change({
      action: "create",
      subscription,
      serviceId: logAnalytics.id,
      noun: vscode.l10n.t("Application Insights component"),
      name: component.name,
      id: component.id,
      steps: [recreateStep({ ...component, location }, resource.originalId)],
      permission: {
        action: "Microsoft.Insights/components/write",
        scope: "resourceGroup",
        role: "Application Insights Component Contributor",
      },
    });
    if (typeof plan === "string") {
      void vscode.window.showWarningMessage(refusalOf(component.name, plan));
    } else {
      plans.push(plan);
    }
  }
  return plans;
}

/** None where the Activity Log may not be read: the workspace comes back all the same. */
async function readComponents(
  arm: ArmClient,
  subscriptionId: string,
  workspaceId: string,
): Promise<readonly DeletedComponent[]> {
  const events: JsonValue[] = [];
  const now = Date.now();
  try {
    await arm.list(activityRequest(subscriptionId, now - longestMemory, now), (page) =>
      events.push(...page),
    );
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    return [];
  }
  return componentsThatUsed(events, workspaceId);
}
