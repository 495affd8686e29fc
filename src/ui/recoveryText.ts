import * as l10n from "@vscode/l10n";
import type { SoftDeleteService } from "../services/service";
import { label, visible } from "./text";
import { dependencySentence } from "../planning/dependency";
import type { RecoverProposal } from "../planning/proposals";

export interface RecoveryTextOptions {
  /** The only resource in the question, so that there is room for all notes. */
  readonly isAlone: boolean;
  /** The deletion time, where several deletions share the name. */
  readonly deletedWhen: string | undefined;
}

/** The text of the question before a recovery. */
export function recoveryText(
  proposal: RecoverProposal,
  service: SoftDeleteService,
  { isAlone, deletedWhen }: RecoveryTextOptions,
): string {
  const { item, plan } = proposal;
  const { notRestored } = service.consequences(item.resource);
  const paragraphs = [
    ...plan.steps.flatMap(({ overwrites }) =>
      overwrites === undefined ? [] : [visible(overwrites)],
    ),
    ...(deletedWhen === undefined
      ? []
      : [l10n.t('"{0}", {1}.', label(item.resource.name), deletedWhen)]),
    whatComesBack(proposal, service),
    ...steps(proposal),
    ...problemsOf(proposal),
    ...(service.availability.experimental?.includes("recover") === true
      ? [
          l10n.t(
            "Experimental: Microsoft doesn't document this recovery, so it may fail. You can try it without losing anything.",
          ),
        ]
      : []),
  ];
  if (!isAlone || notRestored.length === 0) {
    return paragraphs.join(isAlone ? "\n\n" : "\n");
  }
  const known = paragraphs.join("\n\n");
  const missing = [
    l10n.t("What doesn't come back, and other notes:"),
    ...notRestored.map((sentence) => `• ${sentence}`),
  ].join("\n");
  const whole = `${known}\n\n${missing}`;
  return linesOf(whole) <= mostLines || plan.steps.length < 2
    ? whole
    : `${known}\n\n${l10n.t('To see what doesn\'t come back, select "Show Details".')}`;
}

/** Lines at most: a dialog doesn't scroll, and its buttons would leave a small screen. */
const mostLines = 26;
const lineLength = 52;

function linesOf(text: string): number {
  return text
    .split("\n")
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / lineLength)), 0);
}

function whatComesBack({ item, plan, home }: RecoverProposal, service: SoftDeleteService): string {
  const { resource, subscription } = item;
  const group = label(home?.resourceGroup ?? l10n.t("unknown"));
  const place = label(home?.location ?? resource.location);
  if (service.recoversACopy !== undefined) {
    const own = plan.steps.filter(
      ({ recovers, neededFor }) => (recovers ?? neededFor) === undefined,
    );
    return l10n.t(
      '{0}, in resource group "{1}" in {2}, subscription "{3}". The deleted {4} stays listed until its retention period ends.',
      visible(own.at(-1)?.title ?? ""),
      group,
      place,
      label(subscription.name),
      service.noun(resource),
    );
  }
  return l10n.t(
    'The {0} "{1}" is recovered to resource group "{2}" in {3}, subscription "{4}".',
    service.noun(resource),
    label(resource.name),
    group,
    place,
    label(subscription.name),
  );
}

/** The steps in order, where there are several. */
function steps({ plan }: RecoverProposal): readonly string[] {
  if (plan.steps.length < 2) {
    return [];
  }
  const lines = plan.steps.map(({ title, target, neededFor, optional }, index) => {
    const what = l10n.t('{0}. {1}: "{2}"', index + 1, visible(title), label(target));
    const why = neededFor === undefined ? what : l10n.t("{0}, for {1}", what, visible(neededFor));
    return optional === true ? l10n.t("{0} (optional)", why) : why;
  });
  return [
    [
      l10n.t("Steps, each started when the steps it needs are done:"),
      ...lines,
      ...(plan.steps.some(({ id }) => id.startsWith("createResourceGroup"))
        ? [
            l10n.t(
              "A resource group that's created again is empty. Its other resources don't come back.",
            ),
          ]
        : []),
    ].join("\n"),
  ];
}

/** What the plan can't do, sentence by sentence. */
export function problemsOf({ dependencies, refused, omitted }: RecoverProposal): readonly string[] {
  return [
    ...new Set([
      // The purpose can contain a name from Azure.
      ...dependencies
        .flatMap((dependency) => dependencySentence(dependency, label) ?? [])
        .map(visible),
      ...refused.map(({ item, neededFor, reason }) =>
        l10n.t(
          '"{0}", needed for {1}, is soft-deleted and isn\'t part of this recovery. {2}',
          label(item.resource.name),
          visible(neededFor),
          visible(reason),
        ),
      ),
      ...omitted.map(({ name, reason }) =>
        l10n.t('Left out: "{0}". {1}', label(name), visible(reason)),
      ),
    ]),
  ];
}
