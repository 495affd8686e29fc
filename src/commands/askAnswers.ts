import * as vscode from "vscode";
import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { viewIds } from "../ui/ids";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { readLiveResources } from "../inventory/resourceGraphReader";
import { toInstant } from "../services/deletedResource";
import type {
  Answers,
  LiveQuestion,
  NameQuestion,
  Question,
  TimeQuestion,
} from "../services/question";
import type { SoftDeleteService } from "../services/service";
import { inNotification, inPick, label } from "../ui/text";

type Connect = (subscription: Subscription) => Promise<ArmClient>;

/**
 * Asks the service's questions for this resource, one after the other.
 * @throws CancellationError when the person dismisses a question.
 */
export async function askAnswers(
  item: InventoryItem,
  service: SoftDeleteService,
  connect: Connect,
): Promise<Answers> {
  const answers: Record<string, string> = {};
  const questions = service.questions?.(item.resource) ?? [];
  for (const [index, question] of questions.entries()) {
    const of = questions.length === 1 ? "" : ` (${String(index + 1)}/${String(questions.length)})`;
    const title = vscode.l10n.t('Recover "{0}"', label(item.resource.name)) + of;
    const answer = await ask(connect, item, question, title);
    if (answer === undefined) {
      throw new vscode.CancellationError();
    }
    answers[question.id] = answer;
  }
  return answers;
}

function ask(
  connect: Connect,
  item: InventoryItem,
  question: Question,
  title: string,
): Promise<string | undefined> {
  switch (question.kind) {
    case "name":
      return askName(question, title);
    case "time":
      return askTime(question, title);
    case "live":
      return askLive(connect, item, question, title);
  }
}

async function askName(question: NameQuestion, title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: question.prompt,
    value: question.suggested,
    ignoreFocusOut: true,
    validateInput: (text) => question.refuse(text),
  });
}

async function askTime(question: TimeQuestion, title: string): Promise<string | undefined> {
  const { earliest, latest } = question;
  const text = await vscode.window.showInputBox({
    title,
    prompt: question.prompt,
    value: question.suggested,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const instant = toInstant(typed);
      if (instant === undefined) {
        return vscode.l10n.t("Enter a date and time, such as {0}.", question.suggested);
      }
      if (earliest !== undefined && instant < earliest) {
        return vscode.l10n.t("The earliest restore point is {0}.", earliest);
      }
      return instant > latest
        ? vscode.l10n.t("The latest restore point is {0}.", latest)
        : undefined;
    },
  });
  return toInstant(text);
}

async function askLive(
  connect: Connect,
  { subscription }: InventoryItem,
  question: LiveQuestion,
  title: string,
): Promise<string | undefined> {
  const { subscriptionId } = subscription;
  const found = await vscode.window.withProgress(
    { location: { viewId: viewIds.resources } },
    async () => readLiveResources(await connect(subscription), [subscriptionId], question.types),
  );
  const { location } = question;
  const offered = found.filter((one) => location === undefined || one.location === location);
  if (offered.length === 0) {
    await vscode.window.showWarningMessage(inNotification(question.none));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    offered.map(({ id, name, location: region }) => ({
      label: inPick(name),
      description: inPick(region),
      detail: inPick(id),
      id,
    })),
    { title, placeHolder: question.prompt, matchOnDetail: true, ignoreFocusOut: true },
  );
  return picked?.id;
}
