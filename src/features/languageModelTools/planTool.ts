import type { JsonObject } from "../../base/json";
import type { SoftDeleteService } from "../../services/service";
import { problemsOf } from "../../ui/recoveryText";
import { label, visible } from "../../ui/text";
import { describedItem } from "./listTool";
import type { Blocked, RecoverProposal } from "../../planning/proposals";

/** A recovery plan, or why there is none, for a model. */
export function describedPlan(
  proposal: RecoverProposal | Blocked,
  service: SoftDeleteService,
  now: number,
): JsonObject {
  const resource = describedItem(proposal.item, service, now);
  if (!proposal.possible) {
    const { reason, missing } = proposal;
    return {
      resource,
      possible: false,
      reason: visible(reason),
      ...(missing === undefined ? {} : { missingPermission: { ...missing } }),
    };
  }
  const { plan, home, item } = proposal;
  const overwrites = plan.steps.flatMap((step) => step.overwrites ?? []);
  return {
    resource,
    possible: true,
    ...(home === undefined
      ? {}
      : { comesBackTo: { resourceGroup: label(home.resourceGroup), region: home.location } }),
    steps: plan.steps.map(({ title, target, optional, neededFor }) => ({
      does: visible(title),
      to: label(target),
      ...(neededFor === undefined ? {} : { neededFor: visible(neededFor) }),
      ...(optional === true ? { optional: true } : {}),
    })),
    ...(overwrites.length === 0 ? {} : { overwrites: overwrites.map(visible) }),
    doesNotComeBack: service.consequences(item.resource).notRestored.map(visible),
    problems: problemsOf(proposal),
  };
}
