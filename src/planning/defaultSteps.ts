import { removeSteps } from "../services/plan";
import type { RecoverProposal } from "./proposals";

/** A recovery with only the optional steps that are selected by default. */
export function defaultSteps(proposal: RecoverProposal): RecoverProposal {
  const { plan, choices } = proposal;
  const left = new Set(choices.filter(({ isSuggested }) => !isSuggested).map(({ id }) => id));
  return { ...proposal, plan: { ...plan, steps: removeSteps(plan.steps, left) } };
}
