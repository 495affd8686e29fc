import * as l10n from "@vscode/l10n";
import type { ArmFailure } from "../../azure/errors";
import { withAzuresWords } from "../../azure/explainFailure";
import { readable } from "../../azure/readable";

/**
 * Names the denying policy and a way around it: a recovery's request can't be adapted to a policy,
 * so the policy needs an exemption or, for a resource group, a person creates a compliant one.
 * Source: learn.microsoft.com/azure/governance/policy/concepts/exemption-structure and, of tags,
 * github.com/MicrosoftDocs/azure-docs/issues/103751
 */
export function explainPolicy(failure: ArmFailure): string {
  const { policies } = failure;
  const [first, second, ...more] = (policies ?? [])
    .map((name) => readable(name, 70))
    .filter((name) => name !== "");
  if (first === undefined) {
    return withAzuresWords(
      l10n.t("An Azure policy denies this action. Ask your policy administrator for an exemption."),
      failure,
    );
  }
  const denied =
    second === undefined
      ? l10n.t('The Azure policy "{0}" denies this action.', first)
      : more.length === 0
        ? l10n.t('The Azure policies "{0}" and "{1}" deny this action.', first, second)
        : l10n.t(
            'The Azure policies "{0}", "{1}", and {2} more deny this action.',
            first,
            second,
            more.length,
          );
  return `${denied} ${wayRound(failure, `${first} ${second ?? ""}`)}`;
}

function wayRound({ method, path }: ArmFailure, policies: string): string {
  if (method === "PUT" && /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(path)) {
    return l10n.t(
      "Create a resource group that complies with the policy, or ask for an exemption, then try again.",
    );
  }
  return method === "PUT" && /\btags?\b/i.test(policies)
    ? l10n.t(
        "A recovery can't set tags. Ask your policy administrator for an exemption, try again, then set the tag.",
      )
    : l10n.t("Ask your policy administrator for an exemption, then try again.");
}
