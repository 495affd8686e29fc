import { defined } from "../../base/defined";
import * as l10n from "@vscode/l10n";
import { isJsonObject, type JsonObject } from "../../base/json";
import { usablePath } from "../../azure/armRequest";
import { toInstant } from "../../services/deletedResource";
import type { Answers, Question } from "../../services/question";
import { label } from "../../ui/text";
import { ToolError } from "./toolError";
import type { ToolInput } from "./toolInput";

/** Unanswered questions, for the model to ask the user. */
export interface OpenQuestions {
  readonly open: readonly JsonObject[];
}

/**
 * The input "answers", checked against a service's questions.
 *
 * @throws ToolError for an invalid answer.
 */
export function answersIn(
  input: ToolInput,
  questions: readonly Question[],
): Answers | OpenQuestions {
  const given = isJsonObject(input["answers"]) ? input["answers"] : {};
  const open: Question[] = [];
  const answers: Record<string, string> = {};
  for (const question of questions) {
    const answer = given[question.id];
    if (typeof answer === "string") {
      answers[question.id] = answerTo(question, answer);
    } else {
      open.push(question);
    }
  }
  return open.length === 0 ? answers : { open: open.map(described) };
}

export function isOpen(answers: Answers | OpenQuestions): answers is OpenQuestions {
  return Array.isArray(answers.open);
}

function answerTo(question: Question, text: string): string {
  switch (question.kind) {
    case "name": {
      const refused = question.refuse(text);
      if (refused !== undefined) {
        throw new ToolError(refused);
      }
      return text;
    }
    case "time": {
      const instant = toInstant(text);
      const { earliest, latest, suggested } = question;
      if (instant === undefined) {
        throw new ToolError(l10n.t("Enter a date and time, such as {0}.", suggested));
      }
      if (instant > latest || (earliest !== undefined && instant < earliest)) {
        throw new ToolError(
          l10n.t("The time must be between {0} and {1}.", earliest ?? "…", latest),
        );
      }
      return instant;
    }
    case "live":
      if (!text.startsWith("/") || usablePath(text) === undefined) {
        throw new ToolError(l10n.t('"{0}" isn\'t a resource ID.', label(text)));
      }
      return text;
  }
}

function described(question: Question): JsonObject {
  const { id, prompt, kind } = question;
  switch (kind) {
    case "name":
      return { id, asks: prompt, suggested: question.suggested };
    case "time":
      return {
        id,
        asks: prompt,
        suggested: question.suggested,
        latest: question.latest,
        ...defined({ earliest: question.earliest }),
      };
    case "live":
      return { id, asks: prompt, answer: "ARM id", types: question.types };
  }
}
