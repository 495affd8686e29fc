import * as l10n from "@vscode/l10n";
import type { Precondition, PlanStep, Plan } from "../../services/plan";

/**
 * Notes for running a plan's commands, sentence by sentence: the checks of the extension that the
 * commands don't make.
 */
export function remarksOn({ action, subject, steps, leavesBehind }: Plan): readonly string[] {
  const isPurge = action === "purge";
  const several = steps.length > 1;
  return [
    isPurge
      ? l10n.t(
          "Purges the {0} \"{1}\", so it can't be recovered anymore. Unlike the extension, this command doesn't first check that this is still the deleted resource you were shown.",
          subject.noun,
          subject.name,
        )
      : l10n.t('Recovers the {0} "{1}".', subject.noun, subject.name),
    ...steps.flatMap((step, index) => [
      ...(several ? [stepSentence(step, index)] : []),
      ...(step.overwrites === undefined ? [] : [step.overwrites]),
      ...(looksForNothing(step.precondition)
        ? [
            l10n.t(
              "Unlike the extension, this command doesn't first check for an existing resource of the same name. Azure would change that resource.",
            ),
          ]
        : []),
      ...(step.retryOn === undefined
        ? []
        : [
            l10n.t(
              "Azure may refuse the request with status {0} while the deletion is still in progress, for up to {1} minutes. If that happens, run the command again.",
              step.retryOn.status,
              Math.ceil(step.retryOn.giveUpAfterSeconds / 60),
            ),
          ]),
      ...(step.note === undefined ? [] : [step.note]),
    ]),
    ...(leavesBehind === undefined ? [] : [leavesBehind.meaning]),
  ];
}

function stepSentence({ title, target, optional }: PlanStep, index: number): string {
  const sentence = l10n.t('{0}. {1}: "{2}"', index + 1, title, target);
  return optional === true ? l10n.t("{0} (optional)", sentence) : sentence;
}

function looksForNothing(precondition: Precondition | undefined): boolean {
  return (
    precondition !== undefined &&
    (precondition.allowMissing === true || looksForNothing(precondition.and))
  );
}

/**
 * A sentence as a shell comment, without characters a shell could interpret if it doesn't recognize
 * comments, as interactive zsh doesn't.
 */
export function commentText(sentence: string, visible: (text: string) => string): string {
  return visible(sentence)
    .replaceAll("'", "\u2019")
    .replaceAll(/"([^"]*)"/g, "\u201c$1\u201d")
    .replaceAll('"', "\u201d")
    .replaceAll("[", "(")
    .replaceAll("]", ")")
    .replaceAll(/[`$\\!;|&<>*?~#{}]/g, "\ufffd");
}
